import { Backoff } from "./backoff.js";
import { newKey } from "./keys.js";

const most = 500;

/**
 * @typedef {object} Entry a message that is not stored by the server yet
 * @property {string} key the message's client offset, the same at each try
 * @property {string} text
 * @property {string} [failure] why the server refused it; such an entry waits for the user
 * @property {number} tries how often it was sent
 * @property {string} [place] where it is said; the main room if that is not known
 */

/**
 * The messages on their way to the server: kept over reloads, sent one at a time and in order, each with one key, until
 * the server has answered.
 */
export class Outbox {
  #store;
  #transport;
  #entries;
  #online = false;
  #busy = false;
  #timer = 0;
  #backoff = new Backoff(1000, 5000);

  /**
   * @param {import("./store.js").Store} store
   * @param {object} transport
   * @param {(entry: Entry) => Promise<{ id?: number, error?: string }>} transport.submit
   * @param {() => void} transport.changed the entries are others than before
   */
  constructor(store, transport) {
    this.#store = store;
    this.#transport = transport;
    const kept = store.read();
    this.#entries = Array.isArray(kept) ? kept.filter(isEntry) : [];
  }

  /** The entries in their order. @returns {readonly Entry[]} */
  get entries() {
    return this.#entries;
  }

  /** The entry that is sent now or next. @returns {Entry | undefined} */
  get head() {
    return this.#entries.find((entry) => !entry.failure);
  }

  /**
   * Adds a message.
   * @param {string} text
   * @param {string} place where it is said
   * @returns {string | null} why it was not added, or null
   */
  add(text, place) {
    if (this.#entries.length >= most) {
      return `${most} messages are waiting already. Wait until some of them are sent, or discard some.`;
    }
    this.#entries.push({ key: newKey(), text, place, tries: 0 });
    if (!this.#store.write(this.#entries)) {
      this.#entries.pop();
      return "The browser has no room for more waiting messages.";
    }
    this.#transport.changed();
    this.#pump();
    return null;
  }

  /**
   * Sends a refused message again, after those that wait already. Its key stays: should the server have it after all, it
   * is not stored twice.
   * @param {string} key
   */
  retry(key) {
    const entry = this.#remove(key);
    if (entry) {
      delete entry.failure;
      this.#entries.push(entry);
      this.#changed();
      this.#pump();
    }
  }

  /**
   * Drops a refused message.
   * @param {string} key
   */
  discard(key) {
    if (this.#remove(key)) {
      this.#changed();
    }
  }

  /** The connection is there: sends what waits. */
  start() {
    this.#online = true;
    this.#backoff.reset();
    this.#pump();
  }

  /** The connection is lost: sends nothing until the next start. */
  stop() {
    this.#online = false;
    clearTimeout(this.#timer);
  }

  async #pump() {
    clearTimeout(this.#timer);
    while (this.#online && !this.#busy && this.head) {
      const entry = this.head;
      this.#busy = true;
      entry.tries++;
      this.#changed();
      let answer = null;
      try {
        answer = await this.#transport.submit(entry);
      } catch {
        // No answer: whether the server has the message is open, and the key makes another try harmless.
      }
      this.#busy = false;
      if (answer === null) {
        this.#pumpLater();
        return;
      }
      this.#backoff.reset();
      this.#answered(entry, answer);
    }
  }

  #pumpLater() {
    this.#transport.changed();
    if (this.#online) {
      this.#timer = setTimeout(() => this.#pump(), this.#backoff.next());
    }
  }

  #answered(entry, answer) {
    if (answer.error) {
      entry.failure = String(answer.error);
      this.#changed();
      return;
    }
    this.#remove(entry.key);
    this.#store.write(this.#entries);
    this.#transport.changed();
  }

  #changed() {
    this.#store.write(this.#entries);
    this.#transport.changed();
  }

  #remove(key) {
    const index = this.#entries.findIndex((entry) => entry.key === key);
    return index < 0 ? undefined : this.#entries.splice(index, 1)[0];
  }
}

function isEntry(value) {
  return typeof value?.key === "string" && typeof value.text === "string" && Number.isInteger(value.tries);
}
