/** Picking a reader: by name, by taste, by any id, or nobody. */

import { findReaders } from "./api.js";
import { ask, byId, closeButtonsOf, element } from "./dom.js";
import { count } from "./words.js";

export const NOBODY = { reader_id: null, name: "Nobody", description: "A visitor without a name or a history" };

const TYPING_PAUSE = 150;

const dialog = byId("reader-dialog");
const search = byId("reader-search");
let typing = null;
let latest = 0;

const strangerNamed = (readerId) => ({ reader_id: readerId, name: readerId, description: "An id typed by hand" });

/** The reader with an id; one the newsroom does not list is known by the id alone. */
export async function readerById(readerId) {
  if (readerId === "") return NOBODY;
  const { readers } = await findReaders(readerId);
  return readers.find((reader) => reader.reader_id === readerId) ?? strangerNamed(readerId);
}

async function showMatches() {
  const typed = search.value.trim();
  const asked = ++latest;
  const { readers, total } = await findReaders(typed);
  if (asked !== latest) return;
  const named = readers.some((reader) => reader.reader_id === typed);
  const choices = typed && !named ? [...readers, strangerNamed(typed)] : typed ? readers : [NOBODY, ...readers];
  byId("readers").replaceChildren(...choices.map(choice));
  byId("reader-count").textContent =
    total > readers.length ? `${count(total, "reader")}, the first ${readers.length} shown` : count(total, "reader");
}

function choice(reader) {
  const value = JSON.stringify(reader);
  return element(
    "li",
    {},
    element(
      "button",
      { value },
      element("span", { class: "reader-name" }, reader.name),
      element("span", { class: "reader-taste" }, reader.description),
    ),
  );
}

/** Lets the editor pick; gives null when the dialog was left without a choice. */
export async function pickReader() {
  search.value = "";
  await showMatches();
  const chosen = await ask(dialog);
  return chosen ? JSON.parse(chosen) : null;
}

search.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(showMatches, TYPING_PAUSE);
});
search.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  clearTimeout(typing);
  await showMatches();
  byId("readers").querySelector("button")?.click();
});
closeButtonsOf(dialog);
