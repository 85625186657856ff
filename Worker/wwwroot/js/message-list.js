import { createDelivered, createGap, createOutgoing, describeOutgoing, markOwn } from "./message-item.js";
import { Scroller } from "./scroller.js";

const most = 1000;
const settledAfter = 800;
const settledAtLast = 15_000;

/**
 * @typedef {object} Outgoing
 * @property {string} key
 * @property {string} text
 * @property {"pending" | "failed" | "sent"} state
 * @property {string} [failure]
 * @property {number} [tries]
 */

/** The messages on the page: delivered ones in id order, below them one's own that are on their way. */
export class MessageList {
  #log;
  #list;
  #older;
  #empty;
  #newer;
  #scroller;
  #delivered = new Map();
  #outgoing = new Map();
  #loaded = 0;
  #life = 0;
  #from = Infinity;
  #last = null;
  #unread = 0;
  #unreadChanged;
  #initial = true;
  #settling = 0;
  #settledBy = 0;

  /**
   * @param {Document} page
   * @param {(count: number) => void} unread how many messages came that the reader has not seen
   * @param {(before: number) => Promise<{ from: number, messages: { id: number, text: string, own: boolean }[] }>} load gets the
   *   messages from an id on up to another one
   */
  constructor(page, unread, load) {
    this.#log = page.getElementById("log");
    this.#list = page.getElementById("messages");
    this.#older = page.getElementById("older");
    this.#empty = page.getElementById("empty");
    this.#newer = page.getElementById("newer");
    this.#unreadChanged = unread;
    this.#scroller = new Scroller(this.#log, () => this.#showUnread());
    // A mouse leaves the focus where it is; with the keyboard the button goes away under the focus.
    this.#newer.addEventListener("mousedown", (event) => event.preventDefault());
    this.#newer.addEventListener("click", ({ detail }) => {
      this.#scroller.toEnd();
      if (detail === 0) {
        this.#log.focus({ preventScroll: true });
      }
    });
    page.addEventListener("visibilitychange", () => this.#showUnread());
    this.#older.addEventListener("click", () => this.#load(load));
  }

  /** A connection is there: what comes now may be a long history, which is not to be read aloud. */
  expectHistory() {
    this.#log.setAttribute("aria-live", "off");
    this.#settledBy = Date.now() + settledAtLast;
    this.#settle();
  }

  /**
   * Adds a delivered message.
   * @param {number} id greater than all before
   * @param {string} text
   * @param {boolean} own
   */
  append(id, text, own) {
    if (!this.#settled) {
      this.#settle();
    }
    this.#insert(id, createDelivered(id, text, own, this.#settled && !own));
    if (!this.#initial && !own && (!this.#scroller.atEnd || document.hidden)) {
      this.#unread++;
    }
    this.#showUnread();
  }

  /**
   * Marks a delivered message as one's own, or not.
   * @param {number} id
   * @param {boolean} own
   */
  mark(id, own) {
    const item = this.#delivered.get(id);
    if (item) {
      markOwn(item, own);
    }
  }

  /**
   * Says that messages are missing.
   * @param {number} from
   * @param {number} to
   */
  noteGap(from, to) {
    this.#insert(from, createGap(from, to));
  }

  /**
   * Shows one's own messages that are on their way, and only those.
   * @param {Outgoing[]} entries
   */
  showOutgoing(entries) {
    const former = this.#outgoing;
    this.#outgoing = new Map(entries.map((entry) => [entry.key, former.get(entry.key) ?? createOutgoing(entry)]));
    former.forEach((item, key) => this.#outgoing.has(key) || item.remove());
    let next = this.#last?.nextSibling ?? (this.#last ? null : this.#list.firstChild);
    for (const entry of entries) {
      const item = this.#outgoing.get(entry.key);
      describeOutgoing(item, entry);
      // An item that is in its place is not moved, so that a focused button keeps the focus.
      if (item === next) {
        next = next.nextSibling;
      } else {
        this.#list.insertBefore(item, next);
      }
    }
    this.#showEmpty();
    this.#scroller.follow();
  }

  /** Moves to the last message. */
  toEnd() {
    this.#scroller.toEnd();
  }

  /** Removes all delivered messages. */
  clear() {
    this.#delivered.forEach((item) => item.remove());
    this.#delivered.clear();
    this.#life++;
    this.#last = null;
    this.#initial = true;
    this.#loaded = 0;
    this.#from = Infinity;
    this.#unread = 0;
    this.#older.hidden = true;
    this.#showUnread();
  }

  get #settled() {
    return this.#log.getAttribute("aria-live") === "polite";
  }

  #insert(id, item) {
    this.#delivered.set(id, item);
    this.#last = item;
    this.#list.insertBefore(item, this.#outgoing.values().next().value ?? null);
    this.#trim();
    this.#showOlder();
    this.#empty.hidden = true;
    this.#scroller.follow();
  }

  #trim() {
    // What someone is reading is not taken away under their eyes, within reason.
    const limit = this.#scroller.atEnd ? most : 2 * most + this.#loaded;
    if (this.#delivered.size <= limit) {
      return;
    }
    this.#loaded = 0;
    this.#from = Infinity;
    for (const [id, item] of this.#delivered) {
      item.remove();
      this.#delivered.delete(id);
      if (this.#delivered.size <= limit) {
        break;
      }
    }
    this.#scroller.shortened();
  }

  /** The id from which on messages are shown: ids begin with 1. */
  get #first() {
    return Math.min(this.#from, this.#delivered.keys().next().value ?? 1);
  }

  #showOlder(failed = false) {
    const hidden = this.#first - 1;
    if (hidden === 0 && this.#older.ownerDocument.activeElement === this.#older) {
      // The button goes away under the focus.
      this.#log.focus({ preventScroll: true });
    }
    this.#older.hidden = hidden === 0;
    this.#older.textContent = failed ? "Older messages did not come: try again" : `Show older messages (${hidden.toLocaleString("en")})`;
  }

  async #load(load) {
    if (this.#older.ariaBusy === "true") {
      return;
    }
    this.#older.ariaBusy = "true";
    const [before, life] = [this.#first, this.#life];
    try {
      const { from, messages } = await load(before);
      // What has changed meanwhile is not what these belong above.
      if (life === this.#life && before === this.#first) {
        this.#prepend(messages.filter(({ id }) => id < before), from);
      }
    } catch (error) {
      console.warn("Older messages did not come.", error);
      this.#showOlder(true);
    } finally {
      this.#older.ariaBusy = "false";
    }
  }

  #prepend(messages, from) {
    // What was before is not read aloud, and whoever asked for it does not want to be taken to the end by what comes next.
    this.#log.setAttribute("aria-live", "off");
    this.#scroller.leave();
    const older = messages.map(({ id, text, own }) => [id, createDelivered(id, text, own, false)]);
    const below = this.#log.scrollHeight - this.#log.scrollTop;
    this.#list.prepend(...older.map(([, item]) => item));
    this.#delivered = new Map([...older, ...this.#delivered]);
    this.#loaded += older.length;
    this.#from = from;
    this.#showOlder();
    // The reader's eyes stay where they are.
    this.#scroller.moved(this.#log.scrollHeight - below);
    this.#settledBy = Date.now() + settledAtLast;
    this.#settle();
  }

  #settle() {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#log.setAttribute("aria-live", "polite");
      this.#initial = false;
      this.#showEmpty();
    }, Math.min(settledAfter, Math.max(0, this.#settledBy - Date.now())));
  }

  #showEmpty() {
    this.#empty.hidden = !this.#settled || this.#delivered.size + this.#outgoing.size > 0;
  }

  #showUnread() {
    const { atEnd } = this.#scroller;
    if (atEnd && !document.hidden) {
      this.#unread = 0;
    }
    this.#newer.hidden = atEnd;
    if (!atEnd) {
      this.#newer.textContent = this.#unread === 0 ? "Latest messages"
        : `${this.#unread} new ${this.#unread === 1 ? "message" : "messages"}`;
      this.#newer.dataset.unread = String(this.#unread);
    }
    this.#unreadChanged(this.#unread);
  }
}
