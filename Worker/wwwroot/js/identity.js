import { newKey } from "./keys.js";

const adjectives = ["Quiet", "Brave", "Clever", "Gentle", "Merry", "Nimble", "Patient", "Quick", "Shiny", "Sunny", "Swift", "Witty"];
const animals = ["Badger", "Crane", "Dolphin", "Falcon", "Fox", "Hare", "Heron", "Lynx", "Otter", "Owl", "Panda", "Raven", "Seal", "Wren"];

/**
 * Who this browser is on this worker's address: a secret that nobody else knows, of which the server makes the public id, and a name. All tabs
 * share it, and it outlives a reload.
 */
export class Identity {
  #store;
  #kept;

  /** @param {import("./store.js").Store} store */
  constructor(store) {
    this.#store = store;
    const kept = store.read();
    this.#kept = typeof kept?.secret === "string" && kept.secret.length >= 16 && kept.secret.length <= 128
      ? { secret: kept.secret, name: textOf(kept.name), chosen: kept.chosen === true, person: textOf(kept.person) }
      : { secret: newKey() + newKey(), name: null, chosen: false, person: null };
    this.#kept.name ??= proposeName();
    this.#write();
  }

  /** Shown to the server only. */
  get secret() {
    return this.#kept.secret;
  }

  /** The public id, as the server told it; null before it did for the first time. */
  get person() {
    return this.#kept.person;
  }

  /** The name. */
  get name() {
    return this.#kept.name;
  }

  /** Takes what another tab has changed. */
  refresh() {
    const kept = this.#store.read();
    if (kept?.secret === this.#kept.secret && textOf(kept.name)) {
      this.#kept = { ...this.#kept, name: kept.name, chosen: kept.chosen === true };
    }
  }

  /** Whether the name was chosen, and not only proposed. */
  get chosen() {
    return this.#kept.chosen;
  }

  /** The server told the public id. @param {string} person */
  learn(person) {
    if (this.#kept.person !== person) {
      this.#kept.person = person;
      this.#write();
    }
  }

  /** Another name. @param {string} name @param {boolean} chosen whether the person wanted it */
  rename(name, chosen) {
    this.#kept.name = name;
    this.#kept.chosen = chosen;
    this.#write();
  }

  #write() {
    this.#store.write(this.#kept);
  }
}

/** A name that somebody may like. @returns {string} */
export function proposeName() {
  const [first, second, number] = crypto.getRandomValues(new Uint16Array(3));
  return `${adjectives[first % adjectives.length]} ${animals[second % animals.length]} ${10 + (number % 90)}`;
}

/**
 * What to call somebody of whom perhaps only the id is known; the same on every page.
 * @param {string | null | undefined} person
 * @param {string | null | undefined} name
 * @returns {string}
 */
export function nameOf(person, name) {
  if (name) {
    return name;
  }
  return person ? `Guest ${(hashOf(person) & 0xffff).toString(16).padStart(4, "0")}` : "Guest";
}

/** A hue for somebody, the same on every page. @param {string} person @returns {number} */
export function hueOf(person) {
  return hashOf(person) % 360;
}

/** One or two letters for somebody. @param {string} name @returns {string} */
export function initialsOf(name) {
  const words = name.split(" ").filter((word) => /\p{L}/u.test(word));
  return (words.length > 1 ? [words[0], words[1]] : words.slice(0, 1)).map((word) => Array.from(word)[0].toUpperCase()).join("") || "?";
}

function hashOf(person) {
  // FNV-1a, folded: ids of any form give numbers that differ.
  let hash = 0x811c9dc5;
  for (let i = 0; i < person.length; i++) {
    hash = Math.imul(hash ^ person.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 16)) >>> 0;
}

function textOf(value) {
  return typeof value === "string" && value !== "" ? value : null;
}
