/** The rules playground: a surface's document, changed and checked, and the lists that it makes for real readers. */

import * as api from "./api.js";
import { comparedLists } from "./compared.js";
import { showControls, watchControls } from "./controls.js";
import { byId, element } from "./dom.js";
import { Editor } from "./editor.js";
import { pickReader } from "./readers.js";
import { chooseRevision, revisionInWords, saveDocument } from "./revisions.js";
import { count, spoken } from "./words.js";
import { written } from "./written.js";

const TYPING_PAUSE = 300;
const MOST_READERS = 3;

const room = { surface: "home", force: null, drafts: new Map(), valid: null, readers: [], why: "" };
const editor = new Editor("The document, as JSON", () => {
  clearTimeout(room.typing);
  room.typing = setTimeout(() => attempt(checkAndCompare), TYPING_PAUSE);
});
let latest = 0;

byId("editor").append(editor.element);

/** Shows the playground for a reader's lists. */
export async function showPlayground(reader) {
  room.readers = [reader, ...room.readers.slice(1).filter((other) => other.reader_id !== reader.reader_id)];
  await attempt(async () => {
    if (!byId("surface").options.length) {
      const { surfaces } = await api.surfaces();
      byId("surface").replaceChildren(...surfaces.map((name) => element("option", { value: name }, spoken(name))));
    }
    byId("surface").value = room.surface;
    await (room.force?.surface === room.surface ? checkAndCompare() : openSurface());
  });
}

/** Puts a pin into the front page's document, not saved yet. */
export async function pinOnHome(pin) {
  if (room.force?.surface !== "home") {
    room.surface = "home";
    await openSurface();
  }
  await edit((document) => api.pinned(document, pin));
}

async function attempt(action) {
  try {
    await action();
    byId("playground-problem").textContent = "";
  } catch (error) {
    byId("playground-problem").textContent = error.message;
    byId("comparison").setAttribute("aria-busy", "false");
  }
}

/** Looks at what is in force, and goes on with what was written here before. */
async function openSurface() {
  await readForce();
  editor.text = room.drafts.get(room.surface) ?? written(room.force.document);
  await checkAndCompare();
}

async function readForce() {
  const { surface } = room;
  const force = await api.inForce(surface);
  if (surface !== room.surface) return;
  room.force = force;
  byId("document-state").textContent = `In force: ${revisionInWords(force)}`;
  byId("document-refused").textContent = force.refused.length
    ? `Revision ${force.refused[0].revision} can’t be used: ${force.refused[0].problems[0]}`
    : "";
  const running = force.experiments.find((experiment) => experiment.running);
  byId("document-experiment").textContent = running
    ? `The experiment ${running.id} is running: its readers get the document of their variant instead.`
    : "";
  showSides();
}

/** The sides of the comparison that can be chosen, each with its document; null while the edited one has mistakes. */
function sides() {
  const { force, valid } = room;
  return new Map([
    ["force", { name: "In force", document: force.document }],
    ["edited", { name: "As edited", document: valid }],
    ...force.experiments.flatMap((experiment) =>
      experiment.variants.map(({ name, document }) => [
        `${experiment.id}/${name}`,
        { name: `${experiment.id}: ${name}${experiment.running ? "" : " (not running)"}`, document },
      ]),
    ),
  ]);
}

function showSides() {
  for (const [id, usual] of [
    ["side-before", "force"],
    ["side-after", "edited"],
  ]) {
    const chosen = byId(id).value;
    byId(id).replaceChildren(...[...sides()].map(([value, { name }]) => element("option", { value }, name)));
    byId(id).value = sides().has(chosen) ? chosen : usual;
  }
}

const isChanged = () => editor.text !== written(room.force.document);

async function checkAndCompare() {
  const asked = ++latest;
  const { surface, force } = room;
  const { text } = editor;
  if (isChanged()) room.drafts.set(surface, text);
  else room.drafts.delete(surface);
  const { errors, warnings } = await api.check(surface, text);
  if (asked !== latest || force !== room.force) return;
  room.valid = errors.length ? null : JSON.parse(text);
  showFindings(errors, warnings);
  showControls(room.valid, edit);
  byId("save-document").disabled = errors.length > 0 || !isChanged();
  byId("back-to-force").disabled = !isChanged();
  await compare(asked);
}

async function compare(asked = ++latest) {
  const [before, after] = ["side-before", "side-after"].map((id) => sides().get(byId(id).value));
  const readers = [...room.readers];
  if (!before.document || !after.document) {
    byId("comparison-note").textContent = "The document has mistakes. The lists below are those of its last valid form.";
    return;
  }
  byId("comparison").setAttribute("aria-busy", "true");
  const answer = await api.compare(before.document, after.document, readers.map((reader) => reader.reader_id));
  if (asked !== latest) return;
  const shown = answer.readers.map((compared, index) =>
    comparedLists(compared, readers[index].name, [before.name, after.name], index ? () => leaveOut(index) : null),
  );
  byId("comparison").replaceChildren(...shown);
  byId("comparison").setAttribute("aria-busy", "false");
  const changed = answer.readers.filter((compared) => compared.changes.length).length;
  byId("comparison-note").textContent = changed
    ? `Different lists for ${changed} of ${count(readers.length, "reader")}.`
    : "Both make the same lists.";
  byId("add-reader").disabled = readers.length >= MOST_READERS;
}

function leaveOut(index) {
  room.readers.splice(index, 1);
  attempt(compare);
}

function showFindings(errors, warnings) {
  const found = [
    ...errors.map((each) => ({ ...each, kind: "error" })),
    ...warnings.map((each) => ({ ...each, kind: "warning" })),
  ];
  editor.mark(found);
  const parts = [errors.length && count(errors.length, "mistake"), warnings.length && count(warnings.length, "doubt")];
  byId("findings-count").textContent = parts.filter(Boolean).join(", ") || "Nothing to object.";
  byId("findings-count").className = errors.length ? "finding-hard" : warnings.length ? "finding-soft" : "unobjected";
  byId("findings").replaceChildren(
    ...found.map(({ path, message, line, kind }) =>
      element(
        "li",
        { class: `finding-${kind}` },
        line
          ? element("button", { type: "button", class: "to-line", onclick: () => editor.goTo(line) }, `Line ${line}`)
          : null,
        element("span", {}, path === "$" ? null : [element("span", { class: "finding-code" }, path), " "], message),
      ),
    ),
  );
}

/** Changes the document by one of the API's edits, and shows what that does. */
function edit(change) {
  return attempt(async () => {
    if (!room.valid) throw new Error("The document has mistakes; they come first.");
    const { document } = await change(room.valid);
    editor.text = written(document);
    await checkAndCompare();
  });
}

async function save() {
  const outcome = await saveDocument(room.surface, room.valid, room.force.newest, room.why);
  if (!outcome) return;
  await readForce();
  await checkAndCompare();
  byId("save-outcome").textContent = outcome.conflict
    ? `${outcome.conflict} Yours is not saved; it is compared with theirs now.`
    : `Revision ${outcome.saved.revision} is in force: the pages follow within half a minute.`;
  room.why = "";
}

async function takeRevision() {
  const revision = await chooseRevision(room.surface);
  if (!revision) return;
  room.why = `Back to revision ${revision.revision}`;
  editor.text = written(revision.document);
  await checkAndCompare();
}

async function addReader() {
  const reader = await pickReader();
  if (!reader || room.readers.some((other) => other.reader_id === reader.reader_id)) return;
  room.readers.push(reader);
  await compare();
}

function backToForce() {
  editor.text = written(room.force.document);
  room.why = "";
  return checkAndCompare();
}

byId("surface").addEventListener("change", ({ target }) => {
  room.surface = target.value;
  byId("save-outcome").textContent = "";
  attempt(openSurface);
});
for (const id of ["side-before", "side-after"]) byId(id).addEventListener("change", () => attempt(compare));
for (const [id, action] of [
  ["save-document", save],
  ["back-to-force", backToForce],
  ["document-history", takeRevision],
  ["add-reader", addReader],
]) {
  byId(id).addEventListener("click", () => {
    byId("save-outcome").textContent = "";
    attempt(action);
  });
}
watchControls(edit);
