/** The report of the rules: what each of them did to the list. */

import { element } from "./dom.js";
import { count, spoken, titleOf } from "./words.js";

const OUTCOMES = {
  kept: "kept",
  relaxed: "relaxed",
  dropped: "dropped",
  unmet: "not met",
  no_supply: "nothing to place",
};

export const outcomeInWords = (outcome) => OUTCOMES[outcome] ?? spoken(outcome);

const detailInWords = (detail) => (typeof detail === "string" ? detail : detail ? JSON.stringify(detail) : null);

export function rulesPanel(list) {
  const report = list.explain;
  if (!report) return [element("p", { class: "hint" }, "The API gave no report of its rules.")];
  const titles = new Map(list.items.map((item) => [item.article.id, titleOf(item.article)]));
  const rules = rulesNamed(report);
  return [
    element("p", { class: "hint" }, summary(report)),
    element(
      "ul",
      { class: "rules" },
      rules.map((rule) => ruleEntry(rule, report.swaps ?? [], titles)),
    ),
  ];
}

/** The reported rules, those that moved something first; a swap's rule that has no report of its own is not lost. */
function rulesNamed(report) {
  const swapsOf = (id) => (report.swaps ?? []).filter((swap) => swap.rule === id).length;
  const reported = new Set(report.rules.map((rule) => rule.id));
  const unreported = [...new Set((report.swaps ?? []).map((swap) => swap.rule))].filter((id) => !reported.has(id));
  return [...report.rules, ...unreported.map((id) => ({ id, outcome: "kept" }))].sort(
    (one, other) => swapsOf(other.id) - swapsOf(one.id),
  );
}

function summary(report) {
  const moves = report.swaps?.length ?? 0;
  if (!moves) return "The rules left the order as it was.";
  return `${count(moves, "move")}, ${count(report.displacement, "neighbour swap")} in all.`;
}

function ruleEntry(rule, swaps, titles) {
  const own = swaps.filter((swap) => swap.rule === rule.id);
  const detail = detailInWords(rule.detail);
  return element(
    "li",
    {},
    element(
      "p",
      { class: "rule" },
      element("span", { class: "rule-name" }, spoken(rule.id)),
      " ",
      element("span", { class: `outcome outcome-${rule.outcome}` }, outcomeInWords(rule.outcome)),
    ),
    detail ? element("p", { class: "hint" }, detail) : null,
    own.length
      ? element(
          "ul",
          { class: "notes" },
          own.map((swap) => swapLine(swap, titles)),
        )
      : null,
  );
}

function swapLine(swap, titles) {
  return element(
    "li",
    {},
    element("span", {}, titles.get(swap.article_id) ?? `Not shown: article ${swap.article_id}`),
    " ",
    element("span", { class: "places" }, `from ${swap.from} to ${swap.to}`),
  );
}
