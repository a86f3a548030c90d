/** A text area with the numbers of its lines, and with what is wrong shown beside the line. */

import { element } from "./dom.js";

const LINE_REM = 1.25;
const LINES_ABOVE = 3;

export class Editor {
  #gutter = element("div", { class: "gutter", "aria-hidden": "true" });
  #marks = element("div", { class: "line-marks", "aria-hidden": "true" });
  #area;

  /** `changed` is called when the text was typed in, not when it was set. */
  constructor(label, changed) {
    const typed = () => {
      this.#fit();
      changed();
    };
    this.#area = element("textarea", {
      "aria-label": label,
      spellcheck: "false",
      autocomplete: "off",
      autocapitalize: "off",
      wrap: "off",
      oninput: typed,
    });
    this.element = element(
      "div",
      { class: "editor" },
      this.#gutter,
      element("div", { class: "code" }, this.#marks, this.#area),
    );
  }

  get text() {
    return this.#area.value;
  }

  set text(text) {
    this.#area.value = text;
    this.#fit();
  }

  /** Shows problems, each `{line, message, kind}`, beside their lines in place of those before. */
  mark(problems) {
    const lines = this.#lines();
    const placed = problems.filter(({ line }) => line && line <= lines.length);
    this.#marks.replaceChildren(
      ...placed.map(({ line, message, kind }) => {
        const shown = element("div", { class: `line-mark line-${kind}` }, element("span", {}, message));
        shown.style.top = `${(line - 1) * LINE_REM}rem`;
        shown.style.paddingLeft = `${lines[line - 1].length + 3}ch`;
        return shown;
      }),
    );
    for (const number of this.#gutter.children) number.className = "";
    for (const { line, kind } of placed.toReversed()) this.#gutter.children[line - 1].className = `line-${kind}`;
  }

  goTo(line) {
    const before = this.#lines().slice(0, line - 1);
    const start = before.reduce((length, each) => length + each.length + 1, 0);
    this.#area.focus({ preventScroll: true });
    this.#area.setSelectionRange(start, start + (this.#lines()[line - 1] ?? "").length);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.element.scrollTo({ top: Math.max(0, line - 1 - LINES_ABOVE) * LINE_REM * rem, left: 0 });
  }

  #lines() {
    return this.#area.value.split("\n");
  }

  /** As high and as wide as its text: what scrolls is the frame, with numbers and marks. */
  #fit() {
    const lines = this.#lines();
    const longest = Math.max(...lines.map((line) => line.length));
    this.#area.rows = lines.length;
    this.#area.style.width = `${longest + 4}ch`;
    this.#gutter.replaceChildren(...lines.map((_, index) => element("span", {}, `${index + 1}`)));
    this.#marks.replaceChildren();
  }
}
