/** Up to which message each place was read, in this browser; it outlives a reload. */
export class SeenMarks {
  #store;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * @param {string} epoch the life of the server's store
   * @param {string} place
   * @returns {number | undefined} the id; undefined if the place was never looked at
   */
  of(epoch, place) {
    const kept = this.#store.read();
    const id = kept?.epoch === epoch ? kept.places?.[place] : undefined;
    return Number.isSafeInteger(id) ? id : undefined;
  }

  /**
   * @param {string} epoch
   * @param {string} place
   * @param {number} id
   */
  note(epoch, place, id) {
    if ((this.of(epoch, place) ?? -1) < id) {
      const kept = this.#store.read();
      this.#store.write({ epoch, places: { ...(kept?.epoch === epoch ? kept.places : {}), [place]: id } });
    }
  }
}
