import { roomKey, roomOf } from "./places.js";

/** Enters and leaves public rooms, and follows what other tabs of the browser do: one is in the same rooms in all of them. */
export class Memberships {
  #own;
  #ask;
  #changed;
  // Left without a connection: the session may still be in them.
  #toLeave = new Set();

  /**
   * @param {import("./own-rooms.js").OwnRooms} own
   * @param {(event: string, ...values: unknown[]) => Promise<object>} ask asks the server
   * @param {{ entered: (key: string) => void, left: (key: string) => void }} changed what is to be shown of it
   */
  constructor(own, ask, changed) {
    this.#own = own;
    this.#ask = ask;
    this.#changed = changed;
  }

  /** The rooms, as keys of places. @returns {ReadonlySet<string>} */
  get keys() {
    return this.#own.keys;
  }

  /**
   * Enters a room, which is made if there is none.
   * @param {string} wanted
   * @returns {Promise<{ key: string, online: unknown }>} the room as the server calls it, and who is in it; rejected with a sentence
   */
  async enter(wanted) {
    const { room, online } = await this.#ask("join room", wanted, 0);
    this.#toLeave.delete(room);
    this.#own.add(roomKey(room));
    this.#changed.entered(roomKey(room));
    return { key: roomKey(room), online };
  }

  /** Leaves a room; the server is told when there is a connection. @param {string} key @returns {Promise<void>} */
  leave(key) {
    this.#own.remove(key);
    return this.#leave(key);
  }

  /** There is a connection. */
  connected() {
    this.#toLeave.forEach((room) => this.#tell(room).catch(console.warn));
  }

  /** Another tab has changed the rooms. */
  follow() {
    const { entered, left } = this.#own.refresh();
    // What cannot be done now, the next connection does.
    entered.forEach((key) => {
      this.#toLeave.delete(roomOf(key));
      this.#changed.entered(key);
      this.#ask("join room", roomOf(key), 0).catch(console.warn);
    });
    left.forEach((key) => this.#leave(key).catch(console.warn));
  }

  #leave(key) {
    this.#toLeave.add(roomOf(key));
    this.#changed.left(key);
    return this.#tell(roomOf(key));
  }

  async #tell(room) {
    await this.#ask("leave room", room);
    this.#toLeave.delete(room);
  }
}
