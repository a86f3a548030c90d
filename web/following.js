/** Waiting until lists show what an editor or a reader did. */

import * as api from "./api.js";
import { NOBODY } from "./readers.js";

const PAUSE = 600;
const OTHERS_ASKED = 5;
const OTHERS_FROM = 3_000;

export const holds = (list, articleId) => list.items.some((item) => item.article.id === articleId);
export const placeOf = (list, articleId) => list.items.find((item) => item.article.id === articleId)?.position;

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/** The reader's list as soon as `arrived` holds for it, else the last one seen within the time: `{list, arrived}`. */
export async function listOnce(arrived, readerId, seconds) {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const list = await api.recommendations(readerId);
    if (arrived(list)) return { list, arrived: true };
    if (performance.now() > deadline) return { list, arrived: false };
    await pause();
  }
}

/**
 * The first list that holds an article: the reader's own or, when that takes long, one of a few others'.
 * Gives `{list, reader}` with the reader it is of, `reader` null when no list held it within the time.
 */
export async function firstListWith(articleId, reader, seconds) {
  const begun = performance.now();
  const { readers } = await api.findReaders("");
  const others = [NOBODY, ...readers].filter((other) => other.reader_id !== reader.reader_id).slice(0, OTHERS_ASKED);
  for (;;) {
    const list = await api.recommendations(reader.reader_id);
    if (holds(list, articleId)) return { list, reader };
    const passed = performance.now() - begun;
    for (const other of passed > OTHERS_FROM ? others : []) {
      const theirs = await api.recommendations(other.reader_id);
      if (holds(theirs, articleId)) return { list: theirs, reader: other };
    }
    if (passed > seconds * 1_000) return { list, reader: null };
    await pause();
  }
}
