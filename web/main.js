/** The preview page: whose list is shown, what was done with it, and what came of it. */

import { forgetAbsence, watchAbsence } from "./absence.js";
import * as api from "./api.js";
import { showDegraded, showHistory, showImprint } from "./behind.js";
import { changesBetween, changesInWords, changesPanel } from "./changes.js";
import { publishArticle, withdrawArticle } from "./desk.js";
import { byId } from "./dom.js";
import { firstListWith, holds, listOnce, placeOf } from "./following.js";
import { frontPage, growOlder } from "./front.js";
import { Impressions } from "./impressions.js";
import { showMail } from "./mail.js";
import { askForPin } from "./pins.js";
import { pinOnHome, showPlayground } from "./playground.js";
import * as progress from "./progress.js";
import { NOBODY, pickReader, readerById } from "./readers.js";
import { readingView } from "./reading.js";
import { rulesPanel } from "./rules.js";
import { fragmentOf, markTab, onTab, tabOfAddress } from "./tabs.js";
import { count, dayInWords, timeInWords, titleOf } from "./words.js";

const CLICK_SECONDS = 10;
const DESK_SECONDS = 20;
const AGES_EVERY = 30_000;

const shown = { reader: NOBODY, session: crypto.randomUUID(), list: null, reads: [], clicked: null };

const impressions = new Impressions(
  (events) => api.sendEvents(shown.reader.reader_id, events),
  (sent, queued, trouble) => {
    const waiting = queued ? `, ${queued} waiting` : "";
    byId("impressions").textContent = `${count(sent, "impression")} sent${waiting}${trouble ? ` (${trouble})` : ""}`;
  },
);

/** Runs what a button or the address asks for; what goes wrong is said, with a way to try again. */
async function attempt(action) {
  progress.noProblem();
  try {
    await action();
  } catch (error) {
    progress.problem(error, () => attempt(action));
    byId("front").setAttribute("aria-busy", "false");
  }
}

const addressOf = (readerId, articleId) =>
  `?${new URLSearchParams({ reader: readerId ?? "", ...(articleId ? { article: articleId } : {}) })}`;

function event(type, item) {
  return {
    event_id: crypto.randomUUID(),
    type,
    article_id: item.article.id,
    occurred_at: new Date().toISOString(),
    session_id: shown.session,
    ...(item.impression_id ? { impression_id: item.impression_id } : {}),
  };
}

async function load() {
  byId("front").setAttribute("aria-busy", "true");
  show(await api.recommendations(shown.reader.reader_id));
  await showHistory(shown.reader, shown.reads);
}

function show(list) {
  const before = shown.list;
  const changes = changesBetween(before, list);
  shown.list = list;
  const focused = document.activeElement?.closest("[data-article]")?.dataset.article;
  const slots = frontPage(list, changes, {
    open: (item) => attempt(() => open(item)),
    pin: (item) => attempt(() => pin(item)),
    withdraw: (item) => attempt(() => withdraw(item)),
    linkTo: (item) => addressOf(shown.reader.reader_id, item.article.id),
  });
  byId("front").replaceChildren(...slots);
  byId("front").setAttribute("aria-busy", "false");
  byId("front-title").textContent = `Front page of ${shown.reader.name}, ${count(list.items.length, "article")}`;
  byId("changes-line").textContent = changesInWords(before, changes);
  byId("changes").replaceChildren(...changesPanel(before, changes));
  byId("rules").replaceChildren(...rulesPanel(list));
  showDegraded(list.degraded ?? []);
  showImprint(list);
  impressions.watch(slots.map((slot, index) => [slot, () => event("impression", list.items[index])]));
  if (focused) (document.querySelector(`[data-article="${CSS.escape(focused)}"] h2 a`) ?? byId("front-title")).focus();
}

async function showReader(reader) {
  await impressions.flush();
  Object.assign(shown, { reader, session: crypto.randomUUID(), list: null, reads: [], clicked: null });
  byId("reader-name").textContent = reader.name;
  byId("reader-taste").textContent = reader.description;
  document.title = `${reader.name} – front page preview`;
  forgetAbsence();
  await Promise.all([load(), showTab(openTabName(), reader)]);
}

/** What a tab has beside the list. */
function showTab(tab, reader) {
  if (tab === "mail") return showMail(reader);
  return tab === "playground" ? showPlayground(reader) : null;
}

async function changeReader(reader) {
  const tab = openTabName();
  history.pushState({}, "", addressOf(reader.reader_id) + fragmentOf(tab));
  progress.dismiss();
  showView(`${tab}-view`);
  await showReader(reader);
}

function showView(id) {
  for (const view of ["front-view", "reading-view", "mail-view", "playground-view"]) byId(view).hidden = view !== id;
  markTab(openTabName());
}

/** An article that is read belongs to the front page. */
const openTabName = () => ["mail", "playground"].find((tab) => !byId(`${tab}-view`).hidden) ?? "front";

async function openTab(tab) {
  history.pushState({}, "", addressOf(shown.reader.reader_id) + fragmentOf(tab));
  progress.dismiss();
  await followAddress();
}


/** Reading an article: its click goes out, and the next load reflects it. */
async function open(item) {
  history.pushState({ opened: true }, "", addressOf(shown.reader.reader_id, item.article.id));
  await read(item);
}

async function read(item) {
  progress.dismiss();
  byId("reading-view").replaceChildren(...readingView(item, { back: leaveArticle }));
  showView("reading-view");
  window.scrollTo(0, 0);
  byId("reading-title").focus();
  const { rejected } = await api.sendEvents(shown.reader.reader_id, [event("click", item)]);
  if (rejected?.length) throw new Error(`The click was refused: ${rejected[0].message}`);
  byId("click-sent").textContent =
    `A click was sent at ${timeInWords(new Date())}; the next list takes it into account.`;
  shown.clicked = item.article.id;
  const { id, title, topics } = item.article;
  shown.reads.unshift({ article_id: id, title, topics });
}

function leaveArticle() {
  if (history.state?.opened) return history.back();
  history.replaceState({}, "", addressOf(shown.reader.reader_id));
  return attempt(returnToFront);
}

async function returnToFront() {
  showView("front-view");
  byId("front-title").focus({ preventScroll: true });
  const { clicked, reader } = shown;
  shown.clicked = null;
  if (clicked === null || reader.reader_id === null) return load();
  progress.waiting("Waiting for the list that knows of the click…", performance.now());
  const { list, arrived } = await listOnce((each) => !holds(each, clicked), reader.reader_id, CLICK_SECONDS);
  if (shown.reader !== reader) return undefined;
  show(list);
  if (arrived) progress.dismiss();
  else progress.done(`After ${CLICK_SECONDS} s the list still holds the article that was read.`);
  return showHistory(reader, shown.reads);
}

async function publish() {
  const published = await publishArticle();
  if (!published) return;
  const { articleId, title } = published;
  const { reader } = shown;
  if (openTabName() !== "front") await openTab("front");
  const begun = performance.now();
  progress.waiting(`Published “${title}”. Waiting for it to be recommended…`, begun);
  const found = await firstListWith(articleId, reader, DESK_SECONDS);
  if (shown.reader !== reader) return;
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  if (found.reader === reader) {
    show(found.list);
    progress.done(
      `“${title}” is on this page at place ${placeOf(found.list, articleId)}, ${seconds} s after it was published.`,
    );
  } else if (found.reader) {
    const place = placeOf(found.list, articleId);
    const told = `“${title}” was not chosen for this page. After ${seconds} s it is at place ${place} for ${found.reader.name}.`;
    progress.done(told, [["Show that page", () => attempt(() => changeReader(found.reader))]]);
  } else {
    progress.done(`“${title}” is published, but on none of the pages looked at within ${DESK_SECONDS} s.`);
  }
}

async function pin(item) {
  const pinned = await askForPin({ article_id: item.article.id, title: titleOf(item.article) }, item.position);
  if (!pinned) return;
  await openTab("playground");
  await pinOnHome(pinned);
}

async function withdraw(item) {
  if (!(await withdrawArticle(item.article))) return;
  const { reader } = shown;
  const begun = performance.now();
  const title = titleOf(item.article);
  progress.waiting(`Withdrew “${title}”. Waiting for it to go…`, begun);
  const { list, arrived } = await listOnce((each) => !holds(each, item.article.id), reader.reader_id, DESK_SECONDS);
  if (shown.reader !== reader) return;
  show(list);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  progress.done(
    arrived ? `“${title}” was gone ${seconds} s later.` : `“${title}” is still here after ${DESK_SECONDS} s.`,
  );
}

/** Shows what the address names: a reader's front page or mail or, for them, an article. */
async function followAddress() {
  const asked = new URLSearchParams(location.search);
  const readerId = asked.get("reader");
  const tab = tabOfAddress();
  const articleId = tab === "front" ? asked.get("article") : null;
  const sameReader = shown.list && readerId === (shown.reader.reader_id ?? "");
  // Before anything is waited for: an article opened meanwhile must stay open.
  if (!articleId) showView(`${tab}-view`);
  if (!sameReader) await showReader(await readerNamed(readerId));
  if (articleId)
    return read(shown.list.items.find((item) => item.article.id === articleId) ?? (await itemOf(articleId)));
  if (!sameReader) return undefined;
  if (tab === "front") return returnToFront();
  byId(`${tab}-title`).focus({ preventScroll: true });
  return showTab(tab, shown.reader);
}

/** The reader of the address; without one, the first of the newsroom's readers, who then is in the address. */
async function readerNamed(readerId) {
  if (readerId !== null) return readerById(readerId);
  const first = (await api.findReaders("")).readers[0] ?? NOBODY;
  history.replaceState({}, "", addressOf(first.reader_id) + fragmentOf(tabOfAddress()));
  return first;
}

/** An article outside the list, from what the newsroom knows of it. */
async function itemOf(articleId) {
  return { article: { ...(await api.article(articleId)), id: articleId } };
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
}

byId("pick-reader").addEventListener("click", () =>
  attempt(async () => {
    const reader = await pickReader();
    if (reader) await changeReader(reader);
  }),
);
byId("load-again").addEventListener("click", () => attempt(() => showTab(openTabName(), shown.reader) ?? load()));
watchAbsence(() => shown.reader.reader_id);
onTab((tab) => attempt(() => openTab(tab)));
byId("publish").addEventListener("click", () => attempt(publish));
document.addEventListener("click", ({ target }) => closeMenus(target));
document.addEventListener("keydown", ({ key }) => {
  const open = document.querySelector("details.menu[open]");
  if (key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
addEventListener("popstate", () => attempt(followAddress));
setInterval(growOlder, AGES_EVERY);

byId("today").textContent = dayInWords(new Date());
attempt(async () => {
  byId("nameplate").textContent = (await api.findReaders("")).newsroom;
  await followAddress();
});
