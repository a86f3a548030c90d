/** The line that tells how far something has got, and the one that tells what went wrong. */

import { byId, element } from "./dom.js";

const line = byId("progress");
let counting = null;

function count(begun) {
  byId("progress-seconds").textContent = `${((performance.now() - begun) / 1_000).toFixed(1)} s`;
}

/** Shows that something is under way, with the time it takes. */
export function waiting(text, begun) {
  clearInterval(counting);
  line.hidden = false;
  line.classList.add("busy");
  byId("progress-text").textContent = text;
  byId("progress-buttons").replaceChildren();
  count(begun);
  counting = setInterval(count, 100, begun);
}

/** Shows how it ended; `actions` are further `[label, callback]` buttons beside "Dismiss". */
export function done(text, actions = []) {
  clearInterval(counting);
  line.hidden = false;
  line.classList.remove("busy");
  byId("progress-text").textContent = text;
  byId("progress-seconds").textContent = "";
  const buttons = [...actions, ["Dismiss", () => {}]].map(([label, act]) => {
    const press = () => {
      dismiss();
      act();
    };
    return element("button", { type: "button", onclick: press }, label);
  });
  byId("progress-buttons").replaceChildren(...buttons);
}

export function dismiss() {
  clearInterval(counting);
  line.hidden = true;
}

export function problem(error, again) {
  dismiss();
  const retry = element("button", { type: "button", onclick: again }, "Try again");
  byId("problem").replaceChildren(element("p", {}, error.message), retry);
  byId("problem").hidden = false;
}

export function noProblem() {
  byId("problem").hidden = true;
}
