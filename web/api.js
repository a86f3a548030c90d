/** The calls the page makes: the website's HTTP API, and the newsroom's desk. */

const PLACES = 16;
const TOKEN_RESERVE = 30_000;
const tokens = new Map();

/** An answer that is an error; the message is the sentence of its RFC 9457 problem. */
export class ApiProblem extends Error {
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map((error) => `${error.parameter}: ${error.message}`);
    super([problem.detail ?? problem.title ?? `The server answered ${status}.`, ...fields].join(" "));
    this.status = status;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { accept: "application/json", ...options.headers } });
  } catch {
    throw new ApiProblem(0, { detail: "The preview server cannot be reached. Is it still running?" });
  }
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get("content-type") ?? "");
  const body = isJson && text ? JSON.parse(text) : {};
  if (!response.ok) throw new ApiProblem(response.status, body);
  return body;
}

const post = (path, body, options = {}) =>
  ask(path, {
    ...options,
    method: "POST",
    headers: { "content-type": "application/json", ...options.headers },
    body: JSON.stringify(body),
  });

async function authorization(readerId) {
  const known = tokens.get(readerId);
  if (known && Date.parse(known.expires_at) - Date.now() > TOKEN_RESERVE) return known.header;
  const { token, expires_at } = await post("newsroom/reader-token", { reader_id: readerId });
  const header = { authorization: `Bearer ${token}` };
  tokens.set(readerId, { header, expires_at });
  return header;
}

/** The list a reader gets now, with the report of the rules; `readerId` is null for nobody. */
export async function recommendations(readerId) {
  const query = new URLSearchParams({ surface: "home", limit: PLACES, explain: "true" });
  return ask(`v1/recommendations?${query}`, { headers: await authorization(readerId), cache: "no-store" });
}

/** Sends events as the reader, even while the page closes; the answer tells how many were accepted and which not. */
export async function sendEvents(readerId, events) {
  return post("v1/events", { events }, { headers: await authorization(readerId), keepalive: true });
}

export const findReaders = (query) => ask(`newsroom/readers?${new URLSearchParams({ query })}`);
export const history = (readerId) => ask(`newsroom/reader/${encodeURIComponent(readerId)}/history`);
/** The mail a reader would get now as `{mail}`; where there would be none, `{held_back}` says why. */
export const mail = (readerId) => ask(`newsroom/reader/${encodeURIComponent(readerId)}/mail`, { cache: "no-store" });
export const article = (articleId) => ask(`newsroom/articles/${encodeURIComponent(articleId)}`);
export const draft = () => ask("newsroom/draft", { cache: "no-store" });
export const publish = (record) => post("newsroom/articles", record);
export const withdraw = (articleId) => post(`newsroom/articles/${encodeURIComponent(articleId)}/withdraw`, {});

/** Articles by the words of their titles, or by id: `{articles, total}`. */
export const findArticles = (query) => ask(`newsroom/articles?${new URLSearchParams({ query })}`);
/** Why a reader's list is without an article: `{code, sentence}`, with its `place` where it has one. */
export const absence = (surface, readerId, articleId) =>
  post("newsroom/lists/absence", { surface, reader_id: readerId, article_id: articleId, limit: PLACES });

const surfacePath = (surface) => `newsroom/surfaces/${encodeURIComponent(surface)}`;
export const surfaces = () => ask("newsroom/surfaces");
/** The document in force with its revision, the newest revision there is, and the experiments of the surface. */
export const inForce = (surface) => ask(surfacePath(surface), { cache: "no-store" });
export const revisions = (surface) => ask(`${surfacePath(surface)}/revisions`, { cache: "no-store" });
export const revision = (surface, number) => ask(`${surfacePath(surface)}/revisions/${number}`);
export const saveRevision = (surface, saved) => post(`${surfacePath(surface)}/revisions`, saved);
/** What is wrong with a text and what is hardly meant: `{errors, warnings}`, each with path, message and line. */
export const check = (surface, text) => post("newsroom/surfaces/check", { surface, text });
/** The lists that two documents make for readers, with what differs and why. */
export const compare = (before, after, readers) => post("newsroom/lists/compare", { before, after, readers });
/** Documents changed, none of them saved: each answer is `{document}`. */
export const pinned = (document, pin) => post("newsroom/surfaces/edits/pin", { document, ...pin });
export const unpinned = (document, articleId) =>
  post("newsroom/surfaces/edits/unpin", { document, article_id: articleId });
export const withJustPublished = (document, share) =>
  post("newsroom/surfaces/edits/just-published", { document, share });
