/** The HTML of a mail in a frame without scripts: it may style itself, and loads nothing from other sites. */

import { element } from "./dom.js";

const LINKS = new Set(["https:", "http:"]);
const PLACEHOLDER = "left-out.svg";

/** The frame, and how many pictures are left out of it because they are not of the page's own origin. */
export function mailFrame(html, title) {
  const shown = new DOMParser().parseFromString(html, "text/html");
  shown.querySelectorAll("a[href]").forEach(openElsewhere);
  const foreign = [...shown.images].filter(({ src }) => new URL(src, location.href).origin !== location.origin);
  foreign.forEach(leaveOut);
  const frame = element("iframe", {
    title,
    // Without `allow-scripts`; of the page's origin, so that its height can be measured.
    sandbox: "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
    srcdoc: `<!doctype html>${shown.documentElement.outerHTML}`,
    onload: () => new ResizeObserver(() => requestAnimationFrame(fit)).observe(frame.contentDocument.documentElement),
  });
  const fit = () => {
    if (frame.contentDocument) frame.style.height = `${frame.contentDocument.documentElement.offsetHeight}px`;
  };
  return { frame, leftOut: foreign.length };
}

/** Links open beside the preview; what is no link to a page is inert. */
function openElsewhere(link) {
  if (LINKS.has(link.protocol)) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  } else link.removeAttribute("href");
}

/** Puts a box of the same size, with the picture's description, in its place. */
function leaveOut(image) {
  const { width, height } = image.attributes;
  image.src = PLACEHOLDER;
  image.removeAttribute("srcset");
  image.title = image.alt;
  if (width && height) image.style.aspectRatio = `${width.value} / ${height.value}`;
}
