/** The editors' desk: publish an article, withdraw one, and follow either until the pages show it. */

import * as api from "./api.js";
import { ask, byId, closeButtonsOf } from "./dom.js";
import { titleOf } from "./words.js";

const publishDialog = byId("publish-dialog");
const publishForm = byId("publish-form");
const withdrawDialog = byId("withdraw-dialog");
let record = null;

async function fillIn() {
  byId("publish-problem").textContent = "";
  record = await api.draft();
  publishForm.elements.title.value = record.title;
  publishForm.elements.abstract.value = record.abstract ?? "";
  publishForm.elements.topic.value = record.topics[0];
  publishForm.elements.company.value = record.companies?.[0] ?? "";
  publishForm.elements.author.value = record.authors?.[0] ?? "";
}

/** The draft as the form has it now; what the form does not show stays as drafted. */
function edited() {
  const written = Object.fromEntries(new FormData(publishForm));
  const { title, abstract, topic, company, author } = written;
  const sameCompany = company === (record.companies?.[0] ?? "");
  return {
    ...record,
    title,
    abstract,
    topics: topic === record.topics[0] ? record.topics : [topic],
    companies: sameCompany ? (record.companies ?? []) : [company].filter(Boolean),
    industries: sameCompany ? (record.industries ?? []) : [],
    authors: [author].filter(Boolean),
    short_title: title === record.title ? record.short_title : undefined,
  };
}

/** Lets the editor write and publish; gives `{articleId, title}`, or null when nothing was published. */
export async function publishArticle() {
  await fillIn();
  const published = await ask(publishDialog);
  return published ? JSON.parse(published) : null;
}

publishForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { article_id } = await api.publish(edited());
    publishDialog.close(JSON.stringify({ articleId: article_id, title: publishForm.elements.title.value }));
  } catch (error) {
    byId("publish-problem").textContent = error.message;
  }
});
byId("another-draft").addEventListener("click", fillIn);
closeButtonsOf(publishDialog);
closeButtonsOf(withdrawDialog);

/** Asks first; true when the article was withdrawn. */
export async function withdrawArticle(article) {
  byId("withdraw-text").textContent = `“${titleOf(article)}” leaves every reader’s list, and does not come back.`;
  if ((await ask(withdrawDialog)) !== "withdraw") return false;
  await api.withdraw(article.id);
  return true;
}
