/**
 * Joins what was delivered with what is still on its way, so that one's own message is never shown twice.
 *
 * A delivery does not say whose it is; the answer to a submission names the id. Until that answer, a delivery with the
 * text of the message that was sent is taken for it, and the answer confirms or corrects that.
 */
export class Conversation {
  #timeline;
  #outbox;
  #list;
  #own;
  #guess = null;
  #coming = [];

  /**
   * @param {object} parts
   * @param {import("./timeline.js").Timeline} parts.timeline
   * @param {import("./outbox.js").Outbox} parts.outbox
   * @param {import("./message-list.js").MessageList} parts.list
   * @param {import("./own-messages.js").OwnMessages} parts.own
   */
  constructor({ timeline, outbox, list, own }) {
    this.#timeline = timeline;
    this.#outbox = outbox;
    this.#list = list;
    this.#own = own;
  }

  /**
   * Shows a delivered message.
   * @param {string} text
   * @param {number} id
   */
  delivered(text, id) {
    const mine = this.#own.has(id);
    const guessed = !mine && this.#isGuess(text, id);
    if (guessed) {
      this.#guess = { key: this.#outbox.head.key, id };
    }
    const waiting = this.#coming.length;
    this.#coming = this.#coming.filter((entry) => entry.id > id);
    if (guessed || this.#coming.length !== waiting) {
      this.refresh();
    }
    this.#list.append(id, text, mine || guessed);
  }

  /**
   * The server has stored one's own message.
   * @param {import("./outbox.js").Entry} entry
   * @param {number | undefined} id
   */
  stored(entry, id) {
    const guess = this.#guess;
    if (guess?.key === entry.key) {
      this.#guess = null;
      if (id !== undefined && guess.id !== id) {
        this.#list.mark(guess.id, false);
      }
    }
    if (id === undefined) {
      return;
    }
    this.#own.add(id);
    if (id <= this.#timeline.last) {
      this.#list.mark(id, true);
    } else {
      this.#coming.push({ key: entry.key, text: entry.text, id });
    }
  }

  /** The newest messages follow, and not those up to where the timeline is: what is shown would stand beside what it is far from. */
  leftBehind() {
    this.#coming = this.#coming.filter(({ id }) => id > this.#timeline.last);
    this.#list.clear();
    this.refresh();
  }

  /** The server's store is another one: what was shown no longer holds. What waits is still to be sent. */
  reset() {
    this.#guess = null;
    this.#coming = [];
    this.#list.clear();
    this.refresh();
  }

  /** Shows what is on its way. */
  refresh() {
    this.#dropWrongGuess();
    const sent = this.#coming.map(({ key, text }) => ({ key, text, state: "sent" }));
    const waiting = this.#outbox.entries
      .filter((entry) => entry.key !== this.#guess?.key)
      .map(({ key, text, failure, tries }) => ({ key, text, failure, tries, state: failure ? "failed" : "pending" }));
    this.#list.showOutgoing([...sent, ...waiting]);
  }

  #isGuess(text, id) {
    const head = this.#outbox.head;
    if (this.#guess || !head || head.tries === 0 || head.text !== text) {
      return false;
    }
    // A message cannot have an id that was shown before it was first sent.
    return head.since?.epoch !== this.#timeline.epoch || id > head.since.last;
  }

  #dropWrongGuess() {
    const guess = this.#guess;
    const entry = guess && this.#outbox.entries.find(({ key }) => key === guess.key);
    if (entry?.failure) {
      this.#guess = null;
      this.#list.mark(guess.id, false);
    }
  }
}
