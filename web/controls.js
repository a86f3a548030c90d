/** What editors change most often in a document, without its JSON. */

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { askForPin } from "./pins.js";
import { shortMomentInWords, titleOf } from "./words.js";

const percent = byId("just-published-percent");
const slider = byId("just-published-slider");
const titles = new Map();

const pinsOf = (document) => (document.rules ?? []).filter((rule) => rule.rule === "pin_article");

/** Shows a document's pins and its share of just-published articles; without a valid document nothing can be set. */
export function showControls(document, edit) {
  byId("controls").disabled = document === null;
  if (document === null) return;
  const share = Math.round((document.just_published?.share ?? 0) * 100);
  percent.value = slider.value = share;
  byId("pins").replaceChildren(...pinsOf(document).map((rule) => entry(rule, edit)));
  byId("no-pins").hidden = pinsOf(document).length > 0;
}

function entry({ id, params: { article_id, slot, until } }, edit) {
  const title = element("span", { class: "line-title" }, titles.get(article_id) ?? `Article ${article_id}`);
  if (!titles.has(article_id)) nameLater(article_id, title);
  const takeAway = () => edit((document) => api.unpinned(document, article_id));
  const ends = until ? `, until ${shortMomentInWords(new Date(until))}` : "";
  return element(
    "li",
    {},
    element("span", {}, title, " ", element("span", { class: "hint" }, `at place ${slot}${ends}`)),
    id === `pin-${article_id}`
      ? element("button", { type: "button", onclick: takeAway }, "Unpin")
      : element("span", { class: "hint" }, `by the rule “${id}”`),
  );
}

async function nameLater(articleId, shown) {
  try {
    const { title } = await api.article(articleId);
    titles.set(articleId, titleOf({ id: articleId, title }));
    shown.textContent = titles.get(articleId);
  } catch {
    // An article that is not there keeps its id.
  }
}

/** Calls `edit` with a function from the document to the changed one. */
export function watchControls(edit) {
  const set = ({ target }) => edit((document) => api.withJustPublished(document, Number(target.value) / 100));
  for (const [input, other] of [
    [slider, percent],
    [percent, slider],
  ]) {
    input.addEventListener("input", () => (other.value = input.value));
    input.addEventListener("change", (event) => input.reportValidity() && set(event));
  }
  byId("pin-any").addEventListener("click", async () => {
    const pin = await askForPin(null);
    if (pin) await edit((document) => api.pinned(document, pin));
  });
}
