/** The words the page uses for what the API says. */

const SOURCES = {
  personalised: "Personalised",
  trending: "Trending",
  just_published: "Just published",
  popular: "Popular",
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const longDate = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const shortDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const clockTime = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const momentInFull = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "short" });

const momentInShort = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

export const dayInWords = (date) => longDate.format(date);
export const timeInWords = (date) => clockTime.format(date);
export const shortMomentInWords = (date) => momentInShort.format(date);
export const momentInWords = (date) => momentInFull.format(date);

export function ageInWords(published, now) {
  const age = now - published;
  if (age < MINUTE) return "just now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 7 * DAY) return count(Math.floor(age / DAY), "day") + " ago";
  return shortDate.format(published);
}

export const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** "topic_cap-home" as "Topic cap home": names from the API read as words. */
export function spoken(name) {
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const sourceInWords = (source) => SOURCES[source] ?? spoken(source);

/** The title that fits the article's slot, or the id of an article that is known by nothing else. */
export const titleOf = (article) =>
  (article.title_variant === "short" && article.short_title) || article.title || `Article ${article.id}`;

export const topicOf = (article) => article.topics?.[0] ?? null;
