/** Pinning an article to a place until a time. */

import { articleSearch } from "./articlesearch.js";
import { ask, byId, closeButtonsOf } from "./dom.js";
import { titleOf } from "./words.js";

const HOURS = 24;

const dialog = byId("pin-dialog");
const form = byId("pin-form");
const search = byId("pin-search");
let article = null;

/** The local time of a date as its input takes it. */
const forInput = (date) => new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function choose(chosen) {
  article = chosen;
  byId("pin-article").textContent = titleOf({ id: chosen.article_id, title: chosen.title });
  search.required = false;
  search.value = "";
}

/** Asks where and until when; gives `{article_id, slot, until}`, or null. Without an article it asks for that too. */
export async function askForPin(given, slot = 1) {
  article = null;
  byId("pin-article").textContent = "";
  byId("pin-results").replaceChildren();
  byId("pin-problem").textContent = "";
  byId("pin-find").hidden = Boolean(given);
  search.value = "";
  if (given) choose(given);
  form.elements.slot.value = slot;
  const until = new Date(Date.now() + HOURS * 3_600_000);
  until.setMinutes(0);
  form.elements.until.value = forInput(until);
  const pin = await ask(dialog);
  return pin ? JSON.parse(pin) : null;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!article) {
    byId("pin-problem").textContent = "Choose an article first.";
    search.focus();
    return;
  }
  const { slot, until } = Object.fromEntries(new FormData(form));
  const pin = { article_id: article.article_id, slot: Number(slot), until: new Date(until).toISOString() };
  dialog.close(JSON.stringify(pin));
});
articleSearch(search, byId("pin-results"), choose);
closeButtonsOf(dialog);
