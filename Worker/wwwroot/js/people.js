/**
 * Who is there. The server gives the whole list at each connection, and then the changes; it sends both in one order, so
 * that what came last holds. What it says of a person is a state and no difference: hearing it twice does no harm.
 */
export class People {
  #states = new Map();
  #changed;

  /** @param {() => void} changed somebody came, went or is away */
  constructor(changed) {
    this.#changed = changed;
  }

  /** How many are connected. */
  get online() {
    return this.#count("online");
  }

  /** How many are away, and may come back. */
  get away() {
    return this.#count("away");
  }

  /** Everybody, in no particular order. @returns {{ person: string, state: "online" | "away" }[]} */
  get all() {
    return Array.from(this.#states, ([person, state]) => ({ person, state }));
  }

  /**
   * Takes the whole list.
   * @param {unknown} list
   */
  replace(list) {
    this.#states.clear();
    for (const entry of Array.isArray(list) ? list : []) {
      this.#set(entry?.person, entry?.state);
    }
    this.#changed();
  }

  /**
   * Takes a change.
   * @param {unknown} person
   * @param {unknown} state `online`, `away` or `gone`
   */
  change(person, state) {
    this.#set(person, state);
    this.#changed();
  }

  #set(person, state) {
    if (typeof person !== "string") {
      console.warn("A person of an unknown form was ignored.", person, state);
    } else if (state === "online" || state === "away") {
      this.#states.set(person, state);
    } else {
      this.#states.delete(person);
    }
  }

  #count(wanted) {
    let count = 0;
    this.#states.forEach((state) => { count += state === wanted ? 1 : 0; });
    return count;
  }
}
