const most = 1000;

/** The ids of the messages that this tab has sent, so that they are still marked after a reload. */
export class OwnMessages {
  #store;
  #epoch;
  #ids;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
    const kept = store.read();
    this.#epoch = typeof kept?.epoch === "string" ? kept.epoch : "";
    this.#ids = new Set(Array.isArray(kept?.ids) ? kept.ids : []);
  }

  /**
   * Forgets what belongs to another epoch.
   * @param {string} epoch
   */
  adopt(epoch) {
    if (this.#epoch !== epoch) {
      this.#epoch = epoch;
      this.#ids.clear();
    }
  }

  /** @param {number} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {number} id */
  add(id) {
    this.#ids.add(id);
    if (this.#ids.size > most) {
      this.#ids.delete(this.#ids.values().next().value);
    }
    // Losing this only loses a colour.
    this.#store.write({ epoch: this.#epoch, ids: [...this.#ids] });
  }
}
