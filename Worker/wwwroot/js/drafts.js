const most = 100;

/** What was begun to be written in each place, and not sent; survives a reload. */
export class Drafts {
  #store;
  #texts;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
    const kept = store.read();
    this.#texts = new Map(Array.isArray(kept) ? kept.filter(isDraft) : []);
  }

  /** What was begun in a place. @param {string} place */
  of(place) {
    return this.#texts.get(place) ?? "";
  }

  /**
   * Keeps what was begun in a place, so far.
   * @param {string} place
   * @param {string} text empty if nothing was
   */
  keep(place, text) {
    this.#texts.delete(place);
    if (text !== "") {
      this.#texts.set(place, text);
    }
    if (this.#texts.size > most) {
      this.#texts.delete(this.#texts.keys().next().value);
    }
    // Where the browser has no room for it, it is kept as long as the page is.
    this.#store.write([...this.#texts]);
  }
}

function isDraft(value) {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "string");
}
