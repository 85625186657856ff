/**
 * @typedef {object} Summary
 * @property {number} online how many are connected
 * @property {number} away how many are away, and may come back
 * @property {boolean} whole whether every change was told; if not, the list is to be asked for again
 * @property {string | null} after of more of the list: what was asked with
 * @property {string | null} next of a list: what to ask for the rest with; null when this was the last of it
 */

/**
 * Who is there. The server gives the beginning of the list at each connection, the rest when it is asked, and the changes;
 * it sends all in one order, so that what came last holds. What it says of a person is a state and no difference: hearing
 * it twice does no harm.
 */
export class People {
  #own;
  #known = new Map();
  #counts = { online: 0, away: 0 };
  #next = null;
  #whole = true;
  #changed;

  /**
   * @param {import("./identity.js").Identity} own who this page is
   * @param {() => void} changed somebody came, went or is away
   */
  constructor(own, changed) {
    this.#own = own;
    this.#changed = changed;
  }

  /** How many are connected. */
  get online() {
    return this.#counts.online;
  }

  /** How many are away, and may come back. */
  get away() {
    return this.#counts.away;
  }

  /** What to ask for the rest of the list with; null when everybody is known. */
  get next() {
    return this.#next;
  }

  /** Whether nothing was left out: if so, the list may be asked for again. */
  get whole() {
    return this.#whole;
  }

  /** Everybody who is known, in no particular order. @returns {{ person: string, state: "online" | "away", name: string | null }[]} */
  get all() {
    return Array.from(this.#known, ([person, known]) => ({ person, ...known }));
  }

  /** What is known of a person, if anything. @param {string} person @returns {{ state: string, name: string | null } | undefined} */
  find(person) {
    return this.#known.get(person);
  }

  /**
   * Takes the beginning of the list, in place of what was known.
   * @param {unknown} list
   * @param {Summary} summary
   */
  replace(list, summary) {
    this.#known.clear();
    this.#whole = true;
    // Among many this page may come late in the list; and whoever reads this is there.
    if (this.#own.person) {
      this.#known.set(this.#own.person, { state: "online", name: this.#own.name });
    }
    this.#append(list, summary);
  }

  /**
   * Takes more of the list. What follows another place than that where the list ends was asked for before it was replaced.
   * @param {unknown} list
   * @param {Summary} summary
   */
  add(list, summary) {
    if (this.#next !== null && summary?.after === this.#next) {
      this.#append(list, summary);
    }
  }

  /**
   * Takes changes; the state may be `gone`, too.
   * @param {unknown} list
   * @param {Summary} summary
   */
  change(list, summary) {
    this.#take(list, summary);
    this.#whole &&= summary?.whole !== false;
    this.#changed();
  }

  #append(list, summary) {
    this.#take(list, summary);
    this.#next = typeof summary?.next === "string" ? summary.next : null;
    this.#changed();
  }

  #take(list, summary) {
    for (const entry of Array.isArray(list) ? list : []) {
      this.#set(entry?.person, entry?.state, entry?.name);
    }
    if (Number.isSafeInteger(summary?.online) && Number.isSafeInteger(summary?.away)) {
      this.#counts = { online: summary.online, away: summary.away };
    } else {
      console.warn("How many are there was not told.", summary);
    }
  }

  #set(person, state, name) {
    if (typeof person !== "string") {
      console.warn("A person of an unknown form was ignored.", person, state);
    } else if (state === "online" || state === "away") {
      this.#known.set(person, { state, name: typeof name === "string" ? name : null });
    } else {
      this.#known.delete(person);
    }
  }
}
