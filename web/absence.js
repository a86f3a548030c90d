/** Why an article is not on the page. */

import * as api from "./api.js";
import { articleSearch } from "./articlesearch.js";
import { byId, element } from "./dom.js";
import { titleOf } from "./words.js";

let latest = 0;

/** `readerId` gives the reader whose page it is. */
export function watchAbsence(readerId) {
  articleSearch(byId("absence-search"), byId("absence-results"), (article) => explain(article, readerId()));
}

/** Another reader has another page. */
export function forgetAbsence() {
  latest++;
  byId("absence-answer").replaceChildren();
}

async function explain({ article_id, title }, readerId) {
  const asked = ++latest;
  const name = titleOf({ id: article_id, title });
  say(name, "Making the list again…");
  try {
    const { sentence, place } = await api.absence("home", readerId, article_id);
    if (asked === latest) say(name, place ? `It is on the page, at place ${place}.` : sentence);
  } catch (error) {
    if (asked === latest) say(name, error.message);
  }
}

function say(title, sentence) {
  byId("absence-answer").replaceChildren(element("p", { class: "found-title" }, title), element("p", {}, sentence));
}
