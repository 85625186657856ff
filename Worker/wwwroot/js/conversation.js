const most = 1000;

/**
 * @typedef {object} Message
 * @property {number} id
 * @property {string | null} text null when it was deleted
 * @property {string | null} by who wrote it, as far as that is known
 * @property {string | null} name the name that the author had
 * @property {number | null} at when (milliseconds since 1970), as far as that is known
 * @property {number} [previous] the id of the one before it in its place; 0 of the first
 * @property {boolean} [edited] whether the text is another one than at first
 */

/** What the page has of one place: its newest messages in the order of their ids, and up to which id it has them all. */
export class Conversation {
  /** The place's key. */
  key;

  /** The messages, by id. @type {Map<number, Message>} */
  messages = new Map();

  /** The id up to which everything is here. */
  last = 0;

  /** The id from which on everything is here; 1 when there is nothing older. */
  from = Infinity;

  /** How many came that the reader has not seen. */
  unread = 0;

  /** Whether the newest messages are here; those of a private conversation come when it is opened. */
  loaded;

  /** Whether these are some older messages, which others follow that are not here. */
  isExcerpt = false;

  /** What came while they were being loaded; null when they are not. @type {object[] | null} */
  waiting = null;

  #edits = new Map();

  /**
   * @param {string} key
   * @param {boolean} loaded
   */
  constructor(key, loaded) {
    this.key = key;
    this.loaded = loaded;
  }

  /**
   * Judges what comes by its id, and that of the one before it in its place.
   * @param {number} id
   * @param {unknown} previous
   * @returns {"next" | "repeat" | "gap"}
   */
  judge(id, previous) {
    if (id <= this.last) {
      return "repeat";
    }
    return (Number.isSafeInteger(previous) ? previous <= this.last : id === this.last + 1) ? "next" : "gap";
  }

  /**
   * Takes a message that follows.
   * @param {Message} message
   */
  add(message) {
    this.reach(message.id);
    this.messages.set(message.id, this.#withEdit(message));
  }

  /** Nobody looks at it: keeps the newest messages only. */
  trim() {
    if (this.messages.size > 2 * most) {
      this.#trim(most);
    }
  }

  /** Everything up to an id is here. @param {number} id */
  reach(id) {
    this.last = Math.max(this.last, id);
  }

  /**
   * Takes what stands in place of a message, be it here or not. It may be ahead of what came so far.
   * @param {number} id the edit's own id
   * @param {number} of the message
   * @param {string | null} text
   */
  edit(id, of, text) {
    if ((this.#edits.get(of)?.id ?? 0) < id) {
      this.#edits.set(of, { id, text });
      this.applyEdit(of);
    }
  }

  /** A message as it is now; undefined if it is not here. @param {number} of @returns {Message | undefined} */
  applyEdit(of) {
    const message = this.messages.get(of);
    return message && Object.assign(message, this.#withEdit(message));
  }

  /** Some older messages of the place, to be shown apart; what is edited, is so in both. @returns {Conversation} */
  excerpt() {
    const excerpt = new Conversation(this.key, true);
    excerpt.isExcerpt = true;
    excerpt.#edits = this.#edits;
    return excerpt;
  }

  /**
   * Takes older messages, which lie directly before the others.
   * @param {Message[]} messages in their order
   * @param {number} from the id from which on they are all
   */
  prepend(messages, from) {
    this.messages = new Map([...messages.map((message) => [message.id, this.#withEdit(message)]), ...this.messages]);
    this.from = from;
  }

  /**
   * Takes the newest messages, in place of what was here.
   * @param {Message[]} messages
   * @param {number} from
   * @param {number} last the id up to which they are all
   */
  replace(messages, from, last) {
    this.clear();
    this.prepend(messages, from);
    this.reach(last);
    this.loaded = true;
  }

  /** Forgets an old message, the first of those that are here. @param {number} id */
  forget(id) {
    this.messages.delete(id);
    this.from = Infinity;
  }

  /** Forgets the messages, not up to where they were. */
  clear() {
    this.messages.clear();
    this.from = Infinity;
  }

  /** The server's store is another one. */
  reset() {
    this.clear();
    this.#edits.clear();
    this.last = 0;
    this.unread = 0;
  }

  /** The id from which on messages are here. */
  get first() {
    const head = this.messages.values().next().value;
    return head?.previous === 0 ? 1 : Math.min(this.from, head?.id ?? this.last + 1);
  }

  #withEdit(message) {
    const edit = this.#edits.get(message.id);
    return edit ? { ...message, text: edit.text, edited: true } : message;
  }

  #trim(limit) {
    for (const id of this.messages.keys()) {
      if (this.messages.size <= limit) {
        break;
      }
      this.messages.delete(id);
    }
    this.from = Infinity;
  }
}
