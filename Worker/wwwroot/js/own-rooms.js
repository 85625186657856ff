import { roomOf } from "./places.js";

/** The public rooms that one is in: those of all tabs, which the server is told at each connection. */
export class OwnRooms {
  #store;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
  }

  /** The rooms, as keys of places; another tab may have changed them. @returns {Set<string>} */
  get keys() {
    const kept = this.#store.read();
    return new Set((Array.isArray(kept) ? kept : []).filter((key) => typeof key === "string" && roomOf(key) !== null));
  }

  /** @param {string} key */
  add(key) {
    this.#store.write([...this.keys.add(key)]);
  }

  /** @param {string} key */
  remove(key) {
    this.#store.write([...this.keys].filter((each) => each !== key));
  }
}
