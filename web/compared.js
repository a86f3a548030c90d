/** Two lists of a reader side by side: what moved, came in and fell out, and what did it. */

import { element } from "./dom.js";
import { outcomeInWords } from "./rules.js";
import { count, sourceInWords, titleOf, topicOf } from "./words.js";

/** The lists of one reader as `names` (`[first, second]`) make them; `leave` takes the reader out, where one can. */
export function comparedLists(compared, name, names, leave) {
  const { before, after, changes, rules, under } = compared;
  const moves = new Map(changes.map((change) => [change.article_id, change]));
  return element(
    "section",
    { class: "compared", "aria-label": `Lists of ${name}` },
    element(
      "div",
      { class: "compared-head" },
      element("h2", {}, name),
      element("p", { class: "tally" }, inShort(changes)),
      leave ? element("button", { type: "button", onclick: leave, "aria-label": `Leave out ${name}` }, "Leave out") : null,
    ),
    under ? element("p", { class: "hint" }, `Under “${under.title ?? under.article_id}”, which was read last.`) : null,
    element(
      "div",
      { class: "both" },
      listed(before, names[0], (id) => markBefore(moves.get(id))),
      listed(after, names[1], (id) => markAfter(moves.get(id))),
    ),
    changes.length ? [element("h3", {}, "What changed, and why"), changesOf(changes)] : null,
    element("h3", {}, "What became of the rules"),
    outcomesOf(rules),
  );
}

function inShort(changes) {
  const came = changes.filter((change) => change.from === null).length;
  const fell = changes.filter((change) => change.to === null).length;
  const moved = changes.length - came - fell;
  const parts = [came && `${came} came in`, fell && `${fell} fell out`, moved && `${moved} moved`].filter(Boolean);
  return parts.length ? parts.join(", ") : "Both lists are the same";
}

function listed(list, name, markOf) {
  return element(
    "div",
    { class: "one-list" },
    element("h3", {}, name, " ", element("span", { class: "tally" }, count(list.swaps, "swap"))),
    list.degraded.length
      ? element("p", { class: "hint" }, `No answer from: ${list.degraded.map(sourceInWords).join(", ")}.`)
      : null,
    list.conflict.length
      ? element("p", { class: "outcome-unmet" }, `No order satisfies ${list.conflict.join(" and ")} together.`)
      : null,
    element(
      "ol",
      { class: "places-list" },
      list.items.map((item) => line(item, markOf(item.article.id))),
    ),
  );
}

function line(item, mark) {
  const told = [topicOf(item.article), sourceInWords(item.source)].filter(Boolean).join(" · ");
  return element(
    "li",
    { class: mark ? `place-${mark.kind}` : null },
    element("span", { class: "place" }, `${item.position}`),
    element(
      "span",
      { class: "line-text" },
      element("span", { class: "line-title" }, titleOf(item.article)),
      " ",
      element("span", { class: "hint" }, told),
    ),
    mark ? [" ", element("span", { class: `mark mark-${mark.kind}` }, mark.text)] : null,
  );
}

function markBefore(change) {
  if (!change) return null;
  return change.to === null ? { kind: "gone", text: "Out" } : { kind: "moved", text: `To ${change.to}` };
}

function markAfter(change) {
  if (!change) return null;
  return change.from === null ? { kind: "new", text: "New" } : { kind: "moved", text: `From ${change.from}` };
}

/** What has a reason of its own is told; what only made room for it is counted. */
function changesOf(changes) {
  const made = changes.filter((change) => why(change) !== null);
  const others = changes.length - made.length;
  return element(
    "ul",
    { class: "notes" },
    made.map((change) =>
      element(
        "li",
        {},
        element("span", { class: "line-title" }, titleOf({ id: change.article_id, title: change.title })),
        " ",
        element("span", { class: "places" }, placesOf(change)),
        element("p", { class: "hint" }, why(change)),
      ),
    ),
    others ? element("li", { class: "hint" }, `${count(others, "article")} moved to make room.`) : null,
  );
}

function placesOf({ from, to }) {
  if (from === null) return `came in at ${to}`;
  return to === null ? `fell out of ${from}` : `from ${from} to ${to}`;
}

/** What brought the change about, null where the article only made room. */
function why({ from, to, rules, no_longer, ranks, why: absent }) {
  const acting = [
    rules.length ? `Moved by ${inQuotes(rules)}.` : null,
    no_longer.length ? `${inQuotes(no_longer)} no longer ${no_longer.length === 1 ? "moves" : "move"} it.` : null,
    ranks && ranks[0] !== ranks[1] ? `Candidate number ${ranks[1]} instead of ${ranks[0]}.` : null,
  ].filter(Boolean);
  if (to === null) return absent.sentence;
  if (from === null) return [...acting, `Before: ${absent.sentence}`].join(" ");
  return acting.length ? acting.join(" ") : null;
}

const inQuotes = (rules) => rules.map((rule) => `“${rule}”`).join(" and ");

function outcomesOf(rules) {
  const differ = ({ before, after }) => before?.outcome !== after?.outcome || before?.detail !== after?.detail;
  const same = rules.filter((rule) => !differ(rule));
  return element(
    "div",
    {},
    element("ul", { class: "rules" }, rules.filter(differ).map(outcomeEntry)),
    same.length
      ? element(
          "details",
          { class: "same-rules" },
          element("summary", {}, `${count(same.length, "rule")} as before`),
          element("ul", { class: "rules" }, same.map(outcomeEntry)),
        )
      : null,
  );
}

function outcomeEntry({ id, before, after }) {
  const sides = [before, after].map((side) => (side ? outcomeInWords(side.outcome) : "not there"));
  const outcome = sides[0] === sides[1] ? sides[1] : `${sides[0]} → ${sides[1]}`;
  const detail = (after ?? before).detail;
  return element(
    "li",
    {},
    element(
      "p",
      { class: "rule" },
      element("span", { class: "rule-name" }, id),
      " ",
      element("span", { class: `outcome outcome-${after?.outcome ?? "gone"}` }, outcome),
    ),
    detail ? element("p", { class: "hint" }, detail) : null,
  );
}
