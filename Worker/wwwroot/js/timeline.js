/**
 * What the page has of the conversation: the life of the server's store (its epoch) and the last id that was shown.
 * Ids are consecutive from 1, so each id can be judged by itself.
 */
export class Timeline {
  /** The epoch of the server's store, empty until the server has told it. */
  epoch = "";

  /** The id up to which everything was shown. */
  last = 0;

  /**
   * Takes note of the server's epoch.
   * @param {string} epoch
   * @returns {boolean} whether the store is another one, so that what was shown no longer holds
   */
  adopt(epoch) {
    const reset = this.epoch !== "" && this.epoch !== epoch;
    this.epoch = epoch;
    if (reset) {
      this.last = 0;
    }
    return reset;
  }

  /**
   * Compares an id with what was shown.
   * @param {number} id
   * @returns {"next" | "repeat" | "gap"}
   */
  judge(id) {
    if (id <= this.last) {
      return "repeat";
    }
    return id === this.last + 1 ? "next" : "gap";
  }
}
