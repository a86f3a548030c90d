/** Impressions: an article counts as seen once half of it has been in view for a second. */

const SHARE = 0.5;
const SECONDS = 1;
const BATCH = 50;
const PAUSE = 2_000;

export class Impressions {
  #send;
  #report;
  #observer;
  #timers = new Map();
  #events = new Map();
  #queue = [];
  #sent = 0;
  #pause = null;

  /** `send` takes a list of events; `report` is told how many have arrived, how many wait, and what went wrong. */
  constructor(send, report) {
    this.#send = send;
    this.#report = report;
    this.#observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#seen(entry)), {
      threshold: SHARE,
    });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  /** Watches the elements of a new list in place of the old one; `makeEvent` is called when one has been seen. */
  watch(elements) {
    this.#observer.disconnect();
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
    this.#events.clear();
    for (const [shown, makeEvent] of elements) {
      this.#events.set(shown, makeEvent);
      this.#observer.observe(shown);
    }
  }

  #seen({ target, isIntersecting, intersectionRatio }) {
    if (!isIntersecting || intersectionRatio < SHARE) {
      clearTimeout(this.#timers.get(target));
      this.#timers.delete(target);
      return;
    }
    if (this.#timers.has(target)) return;
    this.#timers.set(
      target,
      setTimeout(() => this.#count(target), SECONDS * 1_000),
    );
  }

  #count(target) {
    this.#observer.unobserve(target);
    this.#queue.push(this.#events.get(target)());
    this.#pause ??= setTimeout(() => this.flush(), PAUSE);
  }

  /** Sends what waits; what could not be sent waits for the next time. */
  async flush() {
    clearTimeout(this.#pause);
    this.#pause = null;
    while (this.#queue.length) {
      const batch = this.#queue.splice(0, BATCH);
      try {
        const { accepted, rejected } = await this.#send(batch);
        this.#sent += accepted;
        this.#report(
          this.#sent,
          this.#queue.length,
          rejected?.length ? `${rejected.length} refused: ${rejected[0].message}` : null,
        );
      } catch (error) {
        this.#queue.unshift(...batch);
        this.#report(this.#sent, this.#queue.length, error.message);
        return;
      }
    }
  }
}
