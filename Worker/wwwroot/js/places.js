/**
 * Where something is said. A place has a key: "" is the main room, "room:cats" a public one, "to:…" the private conversation with a person.
 */
const roomMark = "room:";
const personMark = "to:";

export const main = "";

/** @param {string} room @returns {string} */
export function roomKey(room) {
  return roomMark + room;
}

/** @param {string} person @returns {string} */
export function privateKey(person) {
  return personMark + person;
}

/** The public room of a place; null if it is none. @param {string} key @returns {string | null} */
export function roomOf(key) {
  return key.startsWith(roomMark) ? key.slice(roomMark.length) : null;
}

/** The other person of a private conversation; null if it is none. @param {string} key @returns {string | null} */
export function otherOf(key) {
  return key.startsWith(personMark) ? key.slice(personMark.length) : null;
}

/** The place as the server takes it. @param {string} key @returns {{ room: string } | { to: string } | null} */
export function argumentOf(key) {
  const [room, to] = [roomOf(key), otherOf(key)];
  return room !== null ? { room } : to !== null ? { to } : null;
}

/**
 * Where a message belongs.
 * @param {{ room?: string, by?: string, to?: string }} about what the server says of it
 * @param {string | null} own who this page is
 * @returns {string}
 */
export function placeOf(about, own) {
  if (typeof about?.to === "string") {
    return privateKey(about.by === own ? about.to : about.by);
  }
  return typeof about?.room === "string" ? roomKey(about.room) : main;
}
