import { roomOf } from "./places.js";

/** The public rooms that one is in: those of all tabs, which the server is told at each connection. */
export class OwnRooms {
  #store;
  #keys;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
    this.#keys = this.#read();
  }

  /** The rooms, as keys of places. @returns {ReadonlySet<string>} */
  get keys() {
    return this.#keys;
  }

  /** @param {string} key */
  add(key) {
    this.#keys.add(key);
    this.#store.write([...this.#read().add(key)]);
  }

  /** @param {string} key */
  remove(key) {
    this.#keys.delete(key);
    this.#store.write([...this.#read()].filter((each) => each !== key));
  }

  /**
   * Another tab has changed them.
   * @returns {{ entered: string[], left: string[] }} what it changed
   */
  refresh() {
    const former = this.#keys;
    this.#keys = this.#read();
    return { entered: [...this.#keys].filter((key) => !former.has(key)), left: [...former].filter((key) => !this.#keys.has(key)) };
  }

  #read() {
    const kept = this.#store.read();
    return new Set((Array.isArray(kept) ? kept : []).filter((key) => typeof key === "string" && roomOf(key) !== null));
  }
}
