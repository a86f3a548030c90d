/** What is told beside and below a list. */

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { spoken, timeInWords, titleOf } from "./words.js";

const HISTORY_SHOWN = 8;

export function showDegraded(sources) {
  byId("degraded").hidden = sources.length === 0;
  byId("degraded").replaceChildren(
    element("h2", {}, "This page is degraded"),
    element(
      "p",
      {},
      `No answer from: ${sources.map((source) => spoken(source).toLowerCase()).join(", ")}. `,
      "Readers see what the other sources have.",
    ),
  );
}

export function showImprint(list) {
  byId("edition").textContent = `List of ${timeInWords(new Date(list.generated_at))}`;
  const { name, version, rules } = list.recommender ?? {};
  byId("imprint").textContent = [`List ${list.list_id}`, name, version, rules].filter(Boolean).join(" · ");
}

/** What the reader read, `reads` being what was opened here and may not be known yet. */
export async function showHistory({ reader_id }, reads) {
  const known = reader_id === null ? [] : (await api.history(reader_id)).articles;
  const here = new Set(reads.map((read) => read.article_id));
  const all = [...reads, ...known.filter((read) => !here.has(read.article_id))].slice(0, HISTORY_SHOWN);
  const lines = all.map((read) =>
    element(
      "li",
      {},
      element("span", {}, titleOf({ id: read.article_id, title: read.title })),
      read.topics?.length ? [" ", element("span", { class: "places" }, read.topics[0])] : null,
    ),
  );
  byId("history").replaceChildren(
    lines.length ? element("ul", { class: "notes" }, lines) : element("p", { class: "hint" }, "Nothing yet."),
  );
}
