/** The front page: every article of a list in its slot. */

import { markOf } from "./changes.js";
import { element } from "./dom.js";
import { pictureOf } from "./picture.js";
import { ageInWords, momentInWords, sourceInWords, spoken, titleOf, topicOf } from "./words.js";

const LEAD = 1;
const BESIDE_LEAD = 3;
const SECONDARY = 6;

function slotOf(position) {
  if (position === LEAD) return "lead";
  if (position <= BESIDE_LEAD) return "beside";
  return position <= SECONDARY ? "secondary" : "listed";
}

/** The cards of a list, best place first; `open`, `pin` and `withdraw` are called with an item, `linkTo` gives its address. */
export function frontPage(list, changes, { open, pin, withdraw, linkTo }) {
  return list.items.map((item) => {
    const slot = slotOf(item.position);
    return element("li", { class: slot, "data-article": item.article.id }, card(item, slot, markOf(item, changes)));
  });

  function card(item, slot, mark) {
    const title = titleOf(item.article);
    const shown = element(
      "article",
      { "aria-label": title },
      pictureOf(item.article, {
        lazy: slot === "listed",
        missing: (figure) => figure.closest("article").classList.add("text-only"),
      }),
      element(
        "div",
        { class: "text" },
        element("p", { class: "kicker" }, kicker(item.article), mark ? [" ", changeMark(mark)] : null),
        element("h2", {}, element("a", { href: linkTo(item), onclick: (event) => opened(event, item) }, title)),
        item.article.abstract ? element("p", { class: "standfirst" }, item.article.abstract) : null,
        element("p", { class: "why" }, sourceBadge(item.source), " ", reasonBeside(item)),
        movedByRules(item),
      ),
      menu(item, title),
    );
    if (!shown.querySelector("img")) shown.classList.add("text-only");
    return shown;
  }

  function opened(event, item) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(item);
  }

  function menu(item, title) {
    return element(
      "details",
      { class: "menu" },
      element("summary", { "aria-label": `More about “${title}”` }, element("span", { "aria-hidden": "true" }, "•••")),
      element(
        "div",
        { class: "menu-box" },
        element(
          "dl",
          {},
          facts(item).map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
        ),
        element(
          "div",
          { class: "menu-buttons" },
          element("button", { type: "button", onclick: () => pin(item) }, "Pin to a place…"),
          element("button", { type: "button", class: "danger", onclick: () => withdraw(item) }, "Withdraw this article…"),
        ),
      ),
    );
  }
}

function kicker(article) {
  const topic = topicOf(article);
  return [
    topic ? [element("span", { class: "topic" }, topic), " "] : null,
    article.sponsored
      ? [element("span", { class: "sponsored" }, article.sponsored.label ?? "Paid content"), " "]
      : null,
    ageOf(article),
  ].flat();
}

export function ageOf(article) {
  const published = new Date(article.published_at);
  const attributes = { datetime: article.published_at, title: momentInWords(published), "data-age": true };
  return element("time", attributes, ageInWords(published, Date.now()));
}

/** Brings every age on the page up to date. */
export function growOlder() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    time.textContent = ageInWords(new Date(time.dateTime), Date.now());
  }
}

const sourceBadge = (source) => element("span", { class: `source source-${source}` }, sourceInWords(source));

/** The first reason's sentence, unless the badge has said just that. */
function reasonBeside({ reasons, source }) {
  const sentence = reasons[0]?.text ?? "";
  return sentence === sourceInWords(source) ? "" : sentence;
}

const changeMark = ({ text, kind }) => element("span", { class: `mark mark-${kind}` }, text);

function movedByRules(item) {
  if (!item.was || item.was === item.position) return null;
  const verb = item.was > item.position ? "Lifted" : "Lowered";
  return element("p", { class: "moved" }, `${verb} by the rules: was ${item.was}`);
}

function facts(item) {
  return [
    [
      "Place",
      item.was && item.was !== item.position
        ? `${item.position}, was ${item.was} before the rules`
        : `${item.position}`,
    ],
    item.lifted ? ["Lifted over", `${item.lifted} better-ranked`] : null,
    item.fell ? ["Fell", `${item.fell} ${item.fell === 1 ? "place" : "places"}`] : null,
    ["Source", sourceInWords(item.source)],
    ["Why", item.reasons.map((reason) => reason.text).join(" · ") || "No reason given"],
    ...item.reasons
      .flatMap((reason) => Object.entries(reason.evidence ?? {}))
      .map(([name, value]) => [spoken(name), `${value}`]),
    ["Published", momentInWords(new Date(item.article.published_at))],
    ["Id", item.article.id],
  ].filter(Boolean);
}
