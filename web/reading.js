/** The reading view: what the list says of one article. */

import { element } from "./dom.js";
import { ageOf } from "./front.js";
import { pictureOf } from "./picture.js";
import { titleOf } from "./words.js";

export function readingView({ article }, { back }) {
  const { abstract, authors = [], companies = [], topics = [] } = article;
  return [
    element("p", { class: "back" }, element("button", { type: "button", onclick: back }, "Back to the front page")),
    element(
      "article",
      { class: "reading", "aria-labelledby": "reading-title" },
      element(
        "p",
        { class: "kicker" },
        topics.length ? [element("span", { class: "topic" }, topics.join(", ")), " "] : null,
        ageOf(article),
      ),
      element("h1", { id: "reading-title", tabindex: "-1" }, titleOf(article)),
      abstract ? element("p", { class: "standfirst" }, abstract) : null,
      authors.length ? element("p", { class: "byline" }, `By ${authors.join(", ")}`) : null,
      pictureOf(article),
      companies.length ? element("p", { class: "about" }, `In this article: ${companies.join(", ")}`) : null,
      element("p", { class: "sent", id: "click-sent", role: "status" }, "Sending the click…"),
    ),
  ];
}
