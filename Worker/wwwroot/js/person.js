import { newKey } from "./keys.js";

const form = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Who this browser is: a random id that all its tabs on this worker's address share, and that outlives a reload.
 * @param {import("./store.js").Store} store
 * @returns {string}
 */
export function ownPerson(store) {
  const kept = store.read();
  if (typeof kept === "string" && form.test(kept)) {
    return kept;
  }
  const made = newKey();
  store.write(made);
  return made;
}

/**
 * A name for a person of whom only the id is known; the same on every page.
 * @param {string} person
 * @returns {string}
 */
export function nameOf(person) {
  // FNV-1a, folded to four digits: ids of any form give names that differ.
  let hash = 0x811c9dc5;
  for (let i = 0; i < person.length; i++) {
    hash = Math.imul(hash ^ person.charCodeAt(i), 0x01000193);
  }
  return `Guest ${((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, "0")}`;
}
