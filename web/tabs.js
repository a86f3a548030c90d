/** What is looked at: the address names the one that is shown, so that a reload keeps it. */

import { byId } from "./dom.js";

const TABS = {
  front: { label: "Front page of", skip: "Skip to the front page" },
  mail: { label: "Morning mail of", skip: "Skip to the mail" },
  playground: { label: "Lists of", skip: "Skip to the rules" },
};

export const tabOfAddress = () => (Object.hasOwn(TABS, location.hash.slice(1)) ? location.hash.slice(1) : "front");

/** What an address ends with for a tab. */
export const fragmentOf = (tab) => (tab === "front" ? "" : `#${tab}`);

export function markTab(tab) {
  for (const link of byId("tabs").querySelectorAll("a")) {
    if (link.hash === `#${tab}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  byId("reader-label").textContent = TABS[tab].label;
  byId("skip").textContent = TABS[tab].skip;
}

/** Calls `choose` with the tab whose link is followed; a link opened in another window is left to the browser. */
export function onTab(choose) {
  byId("tabs").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link.hash.slice(1));
  });
}

// Followed as a link it would take the tab's place in the address.
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("content").focus();
});
