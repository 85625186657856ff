import { Conversation } from "./conversation.js";
import { main, otherOf, placeOf, privateKey, roomKey, roomOf } from "./places.js";

/**
 * All that is said, by place; one place is shown.
 *
 * @typedef {object} Parts
 * @property {import("./identity.js").Identity} identity
 * @property {import("./outbox.js").Outbox} outbox
 * @property {import("./message-list.js").MessageList} list
 * @property {import("./known-names.js").KnownNames} names
 * @property {import("./seen-marks.js").SeenMarks} seen up to where each place was read
 * @property {(key: string, before: number) => Promise<{ from: number, messages: object[] }>} load gets older messages of a place
 * @property {(key: string, id: number) => Promise<{ from: number, messages: object[] }>} around gets a message and those around it
 * @property {(conversation: Conversation, id: number) => void} gap messages are missing before this one
 * @property {() => void} changed the places, or what is unread in them, are others
 * @property {(conversation: Conversation, message: object) => void} noticed somebody else's message came that the reader does not see
 */
export class Conversations {
  #parts;
  #all = new Map();
  #current;
  #turns = 0;
  #epoch = "";
  #deliveredKeys = new Set();

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    this.#current = this.get(main);
  }

  /** The life of the server's store, empty until it was told. */
  get epoch() {
    return this.#epoch;
  }

  /** The place that is shown. @returns {Conversation} */
  get current() {
    return this.#current;
  }

  /** All places. @returns {Conversation[]} */
  get all() {
    return [...this.#all.values()];
  }

  /** How many messages nobody has seen. */
  get unread() {
    return this.all.reduce((sum, { unread }) => sum + unread, 0);
  }

  /** The place of a key, made if need be. @param {string} key @returns {Conversation} */
  get(key) {
    let found = this.#all.get(key);
    if (!found) {
      this.#all.set(key, found = new Conversation(key, otherOf(key) === null));
    }
    return found;
  }

  /** Whether there is a place of that key. @param {string} key */
  has(key) {
    return this.#all.has(key);
  }

  /** Forgets a place, which is not shown any more. @param {string} key */
  drop(key) {
    if (this.#current.key === key) {
      this.show(main);
    }
    this.#all.delete(key);
    this.#parts.changed();
  }

  /** Up to where the page has public rooms, as the server takes it. @param {Iterable<string>} keys @returns {Record<string, number>} */
  positionsOf(keys) {
    return Object.fromEntries(Array.from(keys, (key) => [roomOf(key), this.get(key).last]));
  }

  /**
   * Takes note of the server's store.
   * @param {string} epoch
   */
  adopt(epoch) {
    if (this.#epoch !== "" && this.#epoch !== epoch) {
      this.all.forEach((conversation) => conversation.reset());
      this.#current = this.get(this.#current.key);
      this.#showAgain();
    }
    this.#epoch = epoch;
  }

  /**
   * A new session: what comes to private conversations need not follow what is here. A recovered one goes on.
   * @param {boolean} recovered
   */
  connected(recovered) {
    for (const conversation of this.all) {
      if (!recovered && otherOf(conversation.key) !== null) {
        conversation.loaded = false;
      }
    }
    if (!this.#current.loaded) {
      this.#load(this.#current);
    }
  }

  /**
   * Takes a message, or what stands in place of one, as the server sent it.
   * @param {string | null} text
   * @param {number} id
   * @param {object} about
   * @param {boolean} isEdit
   */
  deliver(text, id, about, isEdit) {
    const { identity } = this.#parts;
    const conversation = this.get(placeOf(about, identity.person));
    this.#parts.names.learn(about.by, about.name);
    if (isEdit) {
      this.#showEdit(conversation, id, about.of, text);
    }
    if (!conversation.loaded) {
      // It is read when the place is opened; perhaps it is being read now, without this.
      conversation.waiting?.push({ text, id, about, isEdit });
      this.#count(conversation, id, about, text, isEdit);
      return;
    }
    const judgement = conversation.judge(id, about?.previous);
    if (judgement === "next" || (judgement === "gap" && this.#bridge(conversation, id))) {
      this.#take(conversation, text, id, about, isEdit);
    }
  }

  /** The server leaves out what is up to an id: what is here would stand beside what it is far from. */
  leftOut(upTo, room) {
    const conversation = this.get(typeof room === "string" ? roomKey(room) : main);
    if (upTo > conversation.last) {
      conversation.clear();
      conversation.last = upTo;
      if (conversation === this.#current) {
        this.#showAgain();
      }
    }
  }

  /**
   * The private conversations there are, and the last message of each.
   * @param {{ with: string, last?: { id: number } }[]} summaries
   */
  summarise(summaries) {
    for (const { with: other, last } of Array.isArray(summaries) ? summaries : []) {
      const conversation = this.get(privateKey(other));
      this.#parts.names.learn(last?.about?.by, last?.about?.name);
      if (Number.isSafeInteger(last?.id) && last.id > conversation.last && conversation !== this.#current) {
        if (last.about?.by !== this.#parts.identity.person && last.id > (this.#parts.seen.of(this.#epoch, conversation.key) ?? 0)) {
          conversation.unread = Math.max(conversation.unread, 1);
        }
      }
    }
    this.#parts.changed();
  }

  /** Shows a place. @param {string} key */
  show(key) {
    this.#turns++;
    this.#current = this.get(key);
    this.#showAgain();
    if (!this.#current.loaded) {
      this.#load(this.#current);
    }
  }

  /**
   * Shows a message among those around it, apart from what the page has of the place.
   * @param {string} key
   * @param {number} id
   * @returns {Promise<boolean>} false if the reader has turned to something else meanwhile
   */
  async showAround(key, id) {
    const turn = ++this.#turns;
    const { from, messages } = await this.#parts.around(key, id);
    if (turn !== this.#turns) {
      return false;
    }
    const excerpt = this.get(key).excerpt();
    const { plain, edits } = this.#split(messages);
    edits.forEach(({ id, about, text }) => excerpt.edit(id, about.of, text));
    excerpt.replace(plain, from, 0);
    this.#current = excerpt;
    this.#showAgain();
    this.#parts.list.reveal(id);
    return true;
  }

  /** Shows what is on its way in the place that is shown. */
  refresh() {
    const { outbox, list } = this.#parts;
    list.showOutgoing(outbox.entries
      .filter(({ key, place = main }) => place === this.#current.key && !this.#current.isExcerpt && !this.#deliveredKeys.has(key))
      .map(({ key, text, failure, tries }) => ({ key, text, failure, tries, state: failure ? "failed" : "pending" })));
  }

  /** Gets older messages of the place that is shown. */
  async older() {
    const conversation = this.#current;
    const before = conversation.first;
    const { from, messages } = await this.#parts.load(conversation.key, before);
    if (conversation.first !== before) {
      return;
    }
    const { plain, edits } = this.#split(messages);
    edits.forEach(({ id, about, text }) => conversation.edit(id, about.of, text));
    const older = plain.filter(({ id }) => id < before);
    conversation.prepend(older, from);
    if (conversation === this.#current) {
      this.#parts.list.prepend(older.map(({ id }) => conversation.messages.get(id)));
    }
  }

  /** The reader sees the newest of the place that is shown. */
  seen() {
    const conversation = this.#current;
    if (conversation.unread > 0) {
      conversation.unread = 0;
      this.#parts.changed();
    }
    if (this.#epoch !== "" && conversation.loaded && !conversation.isExcerpt && conversation.last > 0) {
      this.#parts.seen.note(this.#epoch, conversation.key, conversation.last);
    }
  }

  #take(conversation, text, id, about, isEdit, isCounted = false) {
    if (isEdit) {
      conversation.reach(id);
      return;
    }
    const message = toMessage({ id, text, about });
    if (typeof about?.key === "string" && message.by === this.#parts.identity.person) {
      // Shown as delivered from now on, though the answer is still to come.
      this.#deliveredKeys.add(about.key);
      this.refresh();
    }
    conversation.add(message);
    if (conversation === this.#current) {
      this.#parts.list.append(message);
    } else {
      conversation.trim();
    }
    if (!isCounted) {
      this.#count(conversation, id, about, text, isEdit);
    }
  }

  // Also of a place that is not loaded: it may be shown as an excerpt.
  #showEdit(conversation, id, of, text) {
    conversation.edit(id, of, text);
    const shown = this.#current.key === conversation.key ? this.#current.applyEdit(of) : undefined;
    if (shown) {
      this.#parts.list.update(shown);
    }
  }

  #count(conversation, id, about, text, isEdit) {
    const isRead = conversation === this.#current && this.#parts.list.isRead;
    if (!isEdit && about?.by !== this.#parts.identity.person && !isRead && this.#isNew(conversation, id)) {
      conversation.unread++;
      if (this.#current.isExcerpt && this.#current.key === conversation.key) {
        this.#parts.list.missed(conversation.unread);
      }
      this.#parts.noticed(conversation, toMessage({ id, text, about }));
    }
    this.#parts.changed();
  }

  // What there was before one looked at a place for the first time is history, and not news.
  #isNew(conversation, id) {
    const seen = this.#parts.seen.of(this.#epoch, conversation.key);
    return seen === undefined ? otherOf(conversation.key) !== null || this.#parts.list.isSettled : id > seen;
  }

  #bridge(conversation, id) {
    if (otherOf(conversation.key) !== null) {
      conversation.loaded = false;
      if (conversation === this.#current) {
        this.#load(conversation);
      }
      return false;
    }
    return this.#parts.gap(conversation, id);
  }

  async #load(conversation) {
    if (conversation.waiting) {
      return;
    }
    conversation.waiting = [];
    try {
      const { from, messages } = await this.#parts.load(conversation.key, Number.MAX_SAFE_INTEGER);
      const { plain, edits } = this.#split(messages);
      edits.forEach(({ id, about, text }) => conversation.edit(id, about.of, text));
      messages.filter(({ about }) => about?.by === this.#parts.identity.person).forEach(({ about }) => this.#deliveredKeys.add(about.key));
      conversation.replace(plain, from, messages.at(-1)?.id ?? 0);
      const { waiting } = conversation;
      conversation.waiting = null;
      if (conversation === this.#current) {
        this.#showAgain();
      }
      waiting.forEach(({ text, id, about, isEdit }) => id > conversation.last && this.#take(conversation, text, id, about, isEdit, true));
    } catch (error) {
      conversation.waiting = null;
      console.warn("A conversation did not come.", error);
      // The next connection tries again, too.
      setTimeout(() => conversation === this.#current && !conversation.loaded && this.#load(conversation), 3000);
    }
  }

  #split(messages) {
    messages.forEach(({ about }) => this.#parts.names.learn(about?.by, about?.name));
    return {
      plain: messages.filter(({ event }) => event !== "chat edited").map(toMessage),
      edits: messages.filter(({ event }) => event === "chat edited"),
    };
  }

  #showAgain() {
    this.#parts.list.show(this.#current);
    this.refresh();
    this.#parts.changed();
  }
}

/** @returns {import("./conversation.js").Message} */
function toMessage({ id, text, about }) {
  return { id, text, by: about?.by ?? null, name: about?.name ?? null, at: about?.at ?? null, previous: about?.previous };
}
