/**
 * One JSON value kept for this tab, or for all tabs of the browser; survives a reload, unless the browser is set to keep
 * nothing.
 */
export class Store {
  #name;
  #area;

  /** Whether values are kept at all. */
  lasting;

  /**
   * @param {string} name
   * @param {"sessionStorage" | "localStorage"} area for this tab, or for all of them
   */
  constructor(name, area = "sessionStorage") {
    this.#name = name;
    this.#area = area;
    this.lasting = isAllowed(area);
  }

  /** Whether an event of the browser says that another tab has changed the value. @param {StorageEvent} event */
  isMeant(event) {
    return event.key === this.#name && event.storageArea === globalThis[this.#area];
  }

  /**
   * @returns {unknown} the value, or null if there is none or it cannot be read
   */
  read() {
    try {
      return JSON.parse(globalThis[this.#area].getItem(this.#name));
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
      globalThis[this.#area].setItem(this.#name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }
}

function isAllowed(area) {
  try {
    return Boolean(globalThis[area]);
  } catch {
    return false;
  }
}
