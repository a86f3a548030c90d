/** A mail itself: its line in an inbox, its envelope, and its parts in the width of a window or of a phone. */

import { element } from "./dom.js";
import { mailFrame } from "./mailframe.js";
import { count } from "./words.js";

const NARROW = "(max-width: 48rem)";

/** How the editor looks at mails, from one mail to the next: on a phone it is a phone's width until they say else. */
const view = { width: matchMedia(NARROW).matches ? "phone" : "desktop", part: "html" };

export function letterOf(mail) {
  const proof = element("div", { class: "proof", tabindex: "0", role: "region", "aria-label": "The mail" });
  const inbox = inboxLine(mail);
  const show = () => {
    for (const shown of [proof, inbox]) shown.dataset.width = view.width;
    proof.replaceChildren(...(view.part === "html" ? htmlPart(mail) : textPart(mail)));
  };
  show();
  return element(
    "div",
    { class: "letter" },
    inbox,
    envelope(mail),
    element(
      "div",
      { class: "switches" },
      choice("Width", "width", { desktop: "Desktop", phone: "Phone" }, show),
      choice("Part", "part", { html: "HTML", text: "Plain text" }, show),
    ),
    proof,
  );
}

const displayName = (address) => address.replace(/\s*<[^<>]*>\s*$/, "").replaceAll('"', "") || address;

const inboxLine = ({ from, subject, preheader }) =>
  element(
    "div",
    { class: "inbox", role: "group", "aria-label": "In an inbox" },
    element("span", { class: "inbox-from" }, displayName(from)),
    " ",
    element("span", { class: "inbox-subject" }, subject),
    " ",
    element("span", { class: "inbox-preheader" }, preheader),
  );

function envelope({ from, to, subject, preheader }) {
  const lines = Object.entries({ From: from, To: to, Subject: subject, Preheader: preheader });
  return element(
    "dl",
    { class: "envelope" },
    lines.map(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

/** Radio buttons, which keyboards work by arrows; `changed` is called once `view` has the new value. */
function choice(legend, name, labels, changed) {
  const choose = ({ target }) => {
    view[name] = target.value;
    changed();
  };
  const buttons = Object.entries(labels).map(([value, label]) =>
    element(
      "label",
      {},
      element("input", { type: "radio", name: `mail-${name}`, value, checked: view[name] === value, onchange: choose }),
      element("span", {}, label),
    ),
  );
  return element(
    "fieldset",
    { class: "switch" },
    element("legend", { class: "visually-hidden" }, legend),
    buttons,
  );
}

const textPart = ({ text }) => [element("pre", { class: "plain" }, text)];

function htmlPart({ html, subject }) {
  const { frame, leftOut } = mailFrame(html, `HTML of “${subject}”`);
  const told = `${count(leftOut, "picture")} from other sites not loaded here; readers’ mail clients load them.`;
  return [frame, leftOut ? element("p", { class: "hint" }, told) : null].filter(Boolean);
}
