/** What differs between two lists of the same reader. */

import { element } from "./dom.js";
import { count, titleOf } from "./words.js";

/** The articles that are new, moved (with both places) and gone; everything is empty when there was no list before. */
export function changesBetween(before, after) {
  if (!before) return { added: [], moved: [], gone: [] };
  const placeBefore = new Map(before.items.map((item) => [item.article.id, item.position]));
  const idsAfter = new Set(after.items.map((item) => item.article.id));
  return {
    added: after.items.filter((item) => !placeBefore.has(item.article.id)),
    moved: after.items
      .filter((item) => placeBefore.has(item.article.id) && placeBefore.get(item.article.id) !== item.position)
      .map((item) => ({ item, from: placeBefore.get(item.article.id), to: item.position })),
    gone: before.items.filter((item) => !idsAfter.has(item.article.id)),
  };
}

export function changesInWords(before, changes) {
  if (!before) return "";
  const parts = [
    changes.added.length && `${changes.added.length} new`,
    changes.moved.length && `${changes.moved.length} moved`,
    changes.gone.length && `${changes.gone.length} gone`,
  ].filter(Boolean);
  return parts.length ? `Since the last load: ${parts.join(", ")}.` : "Since the last load nothing has changed.";
}

export function changesPanel(before, changes) {
  if (!before) return [element("p", { class: "hint" }, "This is the first load for this reader.")];
  const groups = [
    ["New in the list", changes.added.map((item) => line(item.article, `place ${item.position}`))],
    ["Moved", changes.moved.map(({ item, from, to }) => line(item.article, `from ${from} to ${to}`))],
    ["Gone", changes.gone.map((item) => line(item.article, `was ${item.position}`))],
  ].filter(([, lines]) => lines.length);
  if (!groups.length) return [element("p", { class: "hint" }, "Nothing has changed.")];
  return groups.flatMap(([heading, lines]) => [
    element("h3", {}, `${heading} `, element("span", { class: "tally" }, `(${lines.length})`)),
    element("ul", { class: "notes" }, lines),
  ]);
}

const line = (article, places) =>
  element("li", {}, element("span", {}, titleOf(article)), " ", element("span", { class: "places" }, places));

/** The mark an article carries on the page after a load: "New", "Up from 5", "Down from 2". */
export function markOf(item, changes) {
  if (changes.added.includes(item)) return { text: "New", kind: "new" };
  const move = changes.moved.find((each) => each.item === item);
  if (!move) return null;
  return move.to < move.from
    ? { text: `Up from ${move.from}`, kind: "up" }
    : { text: `Down from ${move.from}`, kind: "down" };
}

export const articlesInWords = (list) => count(list.items.length, "article");
