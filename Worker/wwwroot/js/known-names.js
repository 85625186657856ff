const most = 5000;

/** The names of persons, as far as messages or the list of who is there have told them. */
export class KnownNames {
  #names = new Map();

  /** @param {unknown} person @param {unknown} name */
  learn(person, name) {
    if (typeof person === "string" && typeof name === "string") {
      this.#names.delete(person);
      this.#names.set(person, name);
      if (this.#names.size > most) {
        this.#names.delete(this.#names.keys().next().value);
      }
    }
  }

  /** @param {string} person @returns {string | undefined} */
  of(person) {
    return this.#names.get(person);
  }
}
