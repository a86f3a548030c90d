/** The mail a reader would get now: as an inbox lists it, as it reads, and what is known of it. */

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { letterOf } from "./letter.js";
import { count, timeInWords } from "./words.js";

let latest = 0;
let shownOf = null;

/** Loads and shows a reader's mail, or says why there is none; a failure is told in its place. */
export async function showMail(reader) {
  const asked = ++latest;
  const title = `Morning mail of ${reader.name}`;
  byId("mail-title").textContent = title;
  if (reader.reader_id === null) return say("A mail needs a reader", "Nobody in particular gets none: choose one above.");
  wait(reader);
  try {
    const { mail, held_back } = await api.mail(reader.reader_id);
    if (asked !== latest) return undefined;
    return mail
      ? show(mailShown(mail), `${title}: ${mail.subject}`)
      : say(`No mail for ${reader.name} now`, held_back);
  } catch (error) {
    if (asked !== latest) return undefined;
    return show(failure(error, () => showMail(reader)), error.message);
  }
}

/** Another reader's mail goes at once, the same reader's stays until the new one is there. */
function wait({ reader_id, name }) {
  const text = `Composing the mail of ${name}…`;
  if (shownOf !== reader_id) byId("mail").replaceChildren(element("p", { class: "mail-note hint" }, text));
  shownOf = reader_id;
  byId("mail").setAttribute("aria-busy", "true");
  byId("mail-status").textContent = text;
}

function show(shown, status) {
  byId("mail").replaceChildren(shown);
  byId("mail").setAttribute("aria-busy", "false");
  byId("mail-status").textContent = status;
}

function say(heading, text) {
  shownOf = null;
  show(element("div", { class: "mail-note" }, element("h2", {}, heading), element("p", {}, text)), `${heading}. ${text}`);
}

function failure(error, again) {
  const retry = element("button", { type: "button", onclick: again }, "Try again");
  return element("div", { class: "problem" }, element("p", {}, `The mail cannot be shown. ${error.message}`), retry);
}

function mailShown(mail) {
  const hard = mail.findings.filter((finding) => finding.hard);
  return element(
    "div",
    {},
    hard.length ? heldBack(hard) : null,
    element("div", { class: "sheet" }, letterOf(mail), behind(mail)),
  );
}

function heldBack(hard) {
  const codes = [...new Set(hard.map((finding) => finding.code))].join(", ");
  return element(
    "section",
    { class: "degraded", "aria-label": "Held back" },
    element("h2", {}, "This mail would not be sent"),
    element("p", {}, `${count(hard.length, "finding")} of the checks held it back: ${codes}.`),
  );
}

function behind(mail) {
  return element(
    "aside",
    { class: "rail", "aria-label": "Behind this mail" },
    part("What the checks found", findingsOf(mail)),
    part("Headers", headersOf(mail)),
    part("Size", element("p", {}, sizeInWords(mail)), element("p", { class: "hint" }, composedNow())),
  );
}

const part = (heading, ...shown) => element("section", { "aria-label": heading }, element("h2", {}, heading), ...shown);

function findingsOf({ findings }) {
  if (!findings.length) return element("p", { class: "unobjected" }, "Nothing to object.");
  return element(
    "ul",
    { class: "notes" },
    findings.map(({ code, message, hard }) =>
      element(
        "li",
        {},
        element("span", { class: "finding-code" }, code),
        " ",
        element("span", { class: hard ? "finding-hard" : "finding-soft" }, hard ? "holds back" : "remark"),
        element("p", {}, message),
      ),
    ),
  );
}

function headersOf({ headers }) {
  if (!headers.length) return element("p", { class: "hint" }, "None beside From, To and Subject.");
  const lines = headers.map(({ name, value }) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("dl", { class: "mail-headers" }, lines);
}

const sizeInWords = ({ size_bytes }) => `${(size_bytes / 1_000).toFixed(1)} kB of HTML`;
const composedNow = () => `Composed at ${timeInWords(new Date())}; sent to nobody.`;
