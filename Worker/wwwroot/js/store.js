/** One JSON value kept for this tab; survives a reload. */
export class Store {
  #name;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
  }

  /**
   * @returns {unknown} the value, or null if there is none or it cannot be read
   */
  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#name));
    } catch {
      return null;
    }
  }

  /**
   * @param {unknown} value
   * @returns {boolean} whether the value was kept
   */
  write(value) {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}
