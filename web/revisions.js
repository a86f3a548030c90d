/** The revisions of a document: one is saved, an old one is looked up. */

import * as api from "./api.js";
import { ask, byId, closeButtonsOf, element } from "./dom.js";
import { shortMomentInWords } from "./words.js";

const saveDialog = byId("save-dialog");
const saveForm = byId("save-form");
const historyDialog = byId("history-dialog");
let saving = null;

/** "Revision 3, saved by Ada on 24 Nov, 16:20: fewer of one topic" */
export function revisionInWords({ revision, saved_at, saved_by, why }) {
  if (!revision) return "The document that came with the product";
  const by = saved_by ? ` by ${saved_by}` : "";
  const at = saved_at ? ` on ${shortMomentInWords(new Date(saved_at))}` : "";
  return `Revision ${revision}, saved${by}${at}${why ? `: ${why}` : ""}`;
}

/** Asks who saves and why, and saves; gives the new revision, `"conflict"` where somebody was faster, or null. */
export async function saveDocument(surface, document, after, why = "") {
  saving = { surface, document, after };
  byId("save-problem").textContent = "";
  byId("save-text").textContent = `It makes the lists of the surface “${surface}” for all readers, in half a minute or so.`;
  saveForm.elements.why.value = why;
  const saved = await ask(saveDialog);
  return saved ? JSON.parse(saved) : null;
}

saveForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { by, why } = Object.fromEntries(new FormData(saveForm));
  try {
    const saved = await api.saveRevision(saving.surface, { document: saving.document, after: saving.after, by, why });
    saveDialog.close(JSON.stringify({ saved }));
  } catch (error) {
    if (error.status === 409) saveDialog.close(JSON.stringify({ conflict: error.message }));
    else byId("save-problem").textContent = error.message;
  }
});
closeButtonsOf(saveDialog);
closeButtonsOf(historyDialog);

/** Lists the revisions; gives the one that is chosen, with its document, or null. */
export async function chooseRevision(surface) {
  const { revisions } = await api.revisions(surface);
  byId("history-list").replaceChildren(...revisions.map(entry));
  const chosen = await ask(historyDialog);
  return chosen ? api.revision(surface, chosen) : null;
}

function entry(saved) {
  return element(
    "li",
    {},
    element("p", {}, revisionInWords(saved)),
    element("button", { value: `${saved.revision}` }, `Take revision ${saved.revision}`),
  );
}
