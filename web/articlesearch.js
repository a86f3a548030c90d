/** Finding an article by its title or id. */

import { findArticles } from "./api.js";
import { element } from "./dom.js";
import { ageInWords, count } from "./words.js";

const TYPING_PAUSE = 200;

/** Lists under `input` what is found; `choose` gets `{article_id, title}`, also for an id that is typed and entered. */
export function articleSearch(input, results, choose) {
  let typing = null;
  let latest = 0;

  async function look() {
    const query = input.value.trim();
    const asked = ++latest;
    const { articles, total } = query ? await findArticles(query) : { articles: [], total: 0 };
    if (asked !== latest) return null;
    results.replaceChildren(
      ...articles.map((article) => choice(article)),
      ...(query && !total ? [element("li", { class: "hint" }, "No title has these words. Enter asks for it as an id.")] : []),
      ...(total > articles.length ? [element("li", { class: "hint" }, `${count(total, "article")}, the first shown`)] : []),
    );
    return articles[0] ?? (query ? { article_id: query, title: null } : null);
  }

  function choice(article) {
    const { title, article_id, topics = [], published_at } = article;
    const told = [topics[0], ageInWords(new Date(published_at), Date.now())].filter(Boolean).join(" · ");
    const press = () => chosen(article);
    return element(
      "li",
      {},
      element(
        "button",
        { type: "button", onclick: press },
        element("span", { class: "found-title" }, title ?? `Article ${article_id}`),
        " ",
        element("span", { class: "hint" }, told),
      ),
    );
  }

  function chosen(article) {
    results.replaceChildren();
    choose(article);
  }

  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(look, TYPING_PAUSE);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(typing);
    const first = await look();
    if (first) chosen(first);
  });
}
