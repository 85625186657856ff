/** One JSON value kept for this tab; survives a reload, unless the browser is set to keep nothing. */
export class Store {
  #name;

  /** Whether values are kept at all. */
  lasting;

  /** @param {string} name */
  constructor(name) {
    this.#name = name;
    this.lasting = isAllowed();
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
   * @returns {boolean} false if there was no room for it
   */
  write(value) {
    if (!this.lasting) {
      return true;
    }
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}

function isAllowed() {
  try {
    return Boolean(sessionStorage);
  } catch {
    return false;
  }
}
