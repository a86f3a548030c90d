/** Pictures of articles; only those of the page's own origin, as its security policy allows no others. */

import { element } from "./dom.js";

/** The figure of an article, null when it has no picture to show; `missing` is called when it cannot be loaded. */
export function pictureOf(article, { lazy = false, missing = () => {} } = {}) {
  if (!article.image?.url || new URL(article.image.url, location.href).origin !== location.origin) return null;
  const { url, alt, width, height } = article.image;
  const image = element("img", { src: url, alt: alt ?? "", width, height, loading: lazy ? "lazy" : null });
  const figure = element("figure", {}, image);
  image.addEventListener("error", () => {
    missing(figure);
    figure.remove();
  });
  return figure;
}
