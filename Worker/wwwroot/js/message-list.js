import { createDelivered, createLine, createOutgoing, describeDelivered, describeOutgoing, updateDelivered } from "./message-item.js";
import { Scroller } from "./scroller.js";

const most = 1000;
const mostLines = 50;
const settledAfter = 800;
const settledAtLast = 15_000;

/**
 * @typedef {object} Outgoing
 * @property {string} key
 * @property {string} text
 * @property {"pending" | "failed"} state
 * @property {string} [failure]
 * @property {number} [tries]
 */

/** The messages of one place on the page: delivered ones in id order, below them one's own that are on their way. */
export class MessageList {
  #log;
  #list;
  #older;
  #empty;
  #newer;
  #scroller;
  #isOwn;
  #conversation = null;
  #newest = null;
  #delivered = new Map();
  #lines = new Set();
  #outgoing = new Map();
  #loaded = 0;
  #unread = 0;
  #seen;
  #initial = true;
  #settling = 0;
  #settledBy = 0;

  /**
   * @param {Document} page
   * @param {(message: import("./conversation.js").Message) => boolean} isOwn whether a message is of whoever reads this
   * @param {() => void} seen the reader sees the newest message
   * @param {() => Promise<void>} load gets older messages, and gives them to prepend
   * @param {() => void} leaveExcerpt shows the newest messages of the place, of which an excerpt is shown
   */
  constructor(page, isOwn, seen, load, leaveExcerpt) {
    this.#log = page.getElementById("log");
    this.#list = page.getElementById("messages");
    this.#older = page.getElementById("older");
    this.#empty = page.getElementById("empty");
    this.#newer = page.getElementById("newer");
    this.#isOwn = isOwn;
    this.#seen = seen;
    this.#scroller = new Scroller(this.#log, () => this.#showUnread());
    // A mouse leaves the focus where it is; with the keyboard the button goes away under the focus.
    this.#newer.addEventListener("mousedown", (event) => event.preventDefault());
    this.#newer.addEventListener("click", ({ detail }) => {
      if (this.#conversation.isExcerpt) {
        leaveExcerpt();
      }
      this.#scroller.toEnd();
      if (detail === 0) {
        this.#log.focus({ preventScroll: true });
      }
    });
    page.addEventListener("visibilitychange", () => this.#showUnread());
    this.#older.addEventListener("click", () => this.#load(load));
  }

  /** Whether what comes now is news, and not history. */
  get isSettled() {
    return !this.#initial;
  }

  /** Whether the reader sees the newest message. */
  get isRead() {
    return this.#scroller.atEnd && !document.hidden && !this.#conversation?.isExcerpt;
  }

  /**
   * Shows a place.
   * @param {import("./conversation.js").Conversation} conversation
   */
  show(conversation) {
    this.#clear();
    this.#conversation = conversation;
    let former = null;
    const items = [];
    for (const message of conversation.messages.values()) {
      items.push(this.#create(message, former, false));
      former = message;
    }
    this.#newest = former;
    this.#list.prepend(...items);
    this.#showOlder();
    this.#scroller.toEnd();
    this.expectHistory();
  }

  /** Brings a message of the place that is shown before the reader's eyes. @param {number} id */
  reveal(id) {
    const item = this.#delivered.get(id);
    if (item) {
      this.#scroller.leave();
      item.classList.add("found");
      item.scrollIntoView({ block: "center" });
    }
    this.#log.focus({ preventScroll: true });
  }

  /** A connection is there: what comes now may be a long history, which is not to be read aloud. */
  expectHistory() {
    this.#log.setAttribute("aria-live", "off");
    this.#settledBy = Date.now() + settledAtLast;
    this.#settle();
  }

  /**
   * Adds a message of the place that is shown.
   * @param {import("./conversation.js").Message} message its id is greater than all before
   */
  append(message) {
    if (!this.#settled) {
      this.#settle();
    }
    const own = this.#isOwn(message);
    this.#insert(this.#create(message, this.#newest, this.#settled && !own));
    this.#newest = message;
    this.#trim();
    this.#showOlder();
    if (!this.#initial && !own && !this.isRead) {
      this.#unread++;
    }
    this.#showUnread();
  }

  /**
   * Shows that a message is another one now.
   * @param {import("./conversation.js").Message} message
   */
  update(message) {
    const item = this.#delivered.get(message.id);
    if (item) {
      updateDelivered(item, message, this.#isOwn(message));
    }
  }

  /**
   * Adds a line that is no message; the place forgets it when another one is shown.
   * @param {string} text
   * @param {string} kind
   */
  say(text, kind) {
    const line = createLine(text, kind);
    this.#lines.add(line);
    this.#insert(line);
    if (this.#lines.size > mostLines) {
      const [oldest] = this.#lines;
      oldest.remove();
      this.#lines.delete(oldest);
    }
  }

  /**
   * Shows one's own messages that are on their way, and only those.
   * @param {Outgoing[]} entries
   */
  showOutgoing(entries) {
    const former = this.#outgoing;
    this.#outgoing = new Map(entries.map((entry) => [entry.key, former.get(entry.key) ?? createOutgoing(entry)]));
    former.forEach((item, key) => this.#outgoing.has(key) || item.remove());
    let next = this.#list.querySelector("li[data-key]");
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

  /** So many messages came behind the excerpt that is shown. @param {number} count */
  missed(count) {
    this.#unread = count;
    this.#showUnread();
  }

  /** Moves to the last message. */
  toEnd() {
    this.#scroller.toEnd();
  }

  /**
   * Adds messages of the place that is shown above the others.
   * @param {import("./conversation.js").Message[]} messages
   */
  prepend(messages) {
    // What was before is not read aloud, and whoever asked for it does not want to be taken to the end by what comes next.
    this.#log.setAttribute("aria-live", "off");
    this.#scroller.leave();
    const below = this.#log.scrollHeight - this.#log.scrollTop;
    const [top] = this.#delivered;
    const shown = this.#delivered;
    this.#delivered = new Map();
    let former = null;
    const items = messages.map((message) => {
      const item = this.#create(message, former, false);
      former = message;
      return item;
    });
    shown.forEach((item, id) => this.#delivered.set(id, item));
    this.#newest ??= former;
    this.#list.prepend(...items);
    if (top) {
      const message = this.#conversation.messages.get(top[0]);
      describeDelivered(top[1], message, former, this.#isOwn(message));
    }
    this.#loaded += items.length;
    this.#showOlder();
    // The reader's eyes stay where they are.
    this.#scroller.moved(this.#log.scrollHeight - below);
    this.#settledBy = Date.now() + settledAtLast;
    this.#settle();
  }

  #clear() {
    this.#delivered.forEach((item) => item.remove());
    this.#lines.forEach((line) => line.remove());
    this.#delivered.clear();
    this.#lines.clear();
    this.#initial = true;
    this.#loaded = 0;
    this.#unread = 0;
    this.#older.hidden = true;
    this.#showUnread();
  }

  #create(message, former, live) {
    const own = this.#isOwn(message);
    const item = createDelivered(message, own, live);
    describeDelivered(item, message, former, own);
    this.#delivered.set(message.id, item);
    return item;
  }

  get #settled() {
    return this.#log.getAttribute("aria-live") === "polite";
  }

  #insert(item) {
    this.#list.insertBefore(item, this.#outgoing.values().next().value ?? null);
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
    for (const [id, item] of this.#delivered) {
      item.remove();
      this.#delivered.delete(id);
      this.#conversation.forget(id);
      if (this.#delivered.size <= limit) {
        break;
      }
    }
    this.#scroller.shortened();
  }

  #showOlder(failed = false) {
    const isAll = !this.#conversation?.loaded || this.#conversation.first <= 1;
    if (isAll && this.#older.ownerDocument.activeElement === this.#older) {
      // The button goes away under the focus.
      this.#log.focus({ preventScroll: true });
    }
    this.#older.hidden = isAll;
    this.#older.textContent = failed ? "Older messages did not come: try again" : "Show older messages";
  }

  async #load(load) {
    if (this.#older.ariaBusy === "true") {
      return;
    }
    this.#older.ariaBusy = "true";
    try {
      await load();
    } catch (error) {
      console.warn("Older messages did not come.", error);
      this.#showOlder(true);
    } finally {
      this.#older.ariaBusy = "false";
    }
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
    if (atEnd && !document.hidden && !this.#conversation?.isExcerpt) {
      this.#unread = 0;
    }
    const hasNewer = !atEnd || this.#conversation?.isExcerpt === true;
    this.#newer.hidden = !hasNewer;
    if (hasNewer) {
      this.#newer.textContent = this.#unread === 0 ? "Latest messages"
        : `${this.#unread} new ${this.#unread === 1 ? "message" : "messages"}`;
      this.#newer.dataset.unread = String(this.#unread);
    }
    if (this.isRead) {
      this.#seen();
    }
  }
}
