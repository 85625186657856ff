import { Backoff } from "./backoff.js";

const ackTimeout = 10_000;
const resyncsPerGap = 5;

/**
 * @typedef {object} Handlers
 * @property {() => object} auth what the page shows when it connects
 * @property {(recovered: boolean) => void} connected the socket is connected, and whether it is so with its former
 *   session: then it gets what it missed as events (what the server says of itself follows)
 * @property {(info: object) => void} server the `server` event
 * @property {(info: object) => void} you who this page is, and by what name
 * @property {(name: string) => void} transport the transport in use
 * @property {(text: string | null, id: number, about: object, isEdit: boolean) => void} message a message, or what stands in place of
 *   one
 * @property {(upTo: number, room?: string) => void} leftOut the newest messages follow, older ones are to be asked for
 * @property {(room: string) => void} room a public room that there is
 * @property {(list: object[]) => void} conversations the private conversations that there are
 * @property {(notice: object) => void} typing somebody writes
 * @property {(list: object[], summary: object) => void} online the beginning of the list of who is there: `{ person, state, name }`
 * @property {(list: object[], summary: object) => void} onlineMore more of it, as it was asked for
 * @property {(list: object[], summary: object) => void} presence some are now `online`, `away` or `gone`
 * @property {(room: string, list: object[], summary: object) => void} roomPresence the same of a room
 * @property {(reason: string) => void} resync the connection is being made anew, because messages were missing
 * @property {(reason: string) => void} offline the connection is lost; it is being tried again
 */

/** The page's connection: keeps one socket alive, and hands on what comes. */
export class Connection {
  #io;
  #handlers;
  #socket = null;
  #timer = 0;
  #retries = new Backoff(1000, 5000);
  #resyncs = 0;
  #resyncedAt = -1;

  /**
   * @param {Function} io the client's entry point
   * @param {Handlers} handlers
   */
  constructor(io, handlers) {
    this.#io = io;
    this.#handlers = handlers;
    globalThis.addEventListener("online", () => this.hasten());
    globalThis.addEventListener("pageshow", ({ persisted }) => persisted && this.hasten());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.hasten());
  }

  /** Connects. */
  open() {
    const socket = this.#socket = this.#io({
      // A manager of its own: a socket that is made anew must not find the former one's session.
      forceNew: true,
      // A function: each connection tells what the page has by then. The client itself adds how to find its session.
      auth: (use) => use(this.#handlers.auth()),
    });
    socket.on("connect", () => this.#connected());
    socket.on("disconnect", (reason) => this.#lost(reason));
    socket.on("connect_error", (error) => this.#lost(error.message));
    // Events may carry more arguments than these: the offset of those that can be recovered, or a closing null.
    socket.on("chat message", (text, id, about) => this.#message(socket, text, id, about, false));
    socket.on("chat edited", (text, id, about) => this.#message(socket, text, id, about, true));
    socket.on("left out", (upTo, room) => socket === this.#socket && Number.isSafeInteger(upTo) && this.#handlers.leftOut(upTo, room ?? undefined));
    const pass = {
      server: "server", you: "you", room: "room", conversations: "conversations", typing: "typing", online: "online",
      "online more": "onlineMore", presence: "presence", "room presence": "roomPresence",
    };
    for (const [event, handler] of Object.entries(pass)) {
      socket.on(event, (...values) => this.#handlers[handler](...values));
    }
  }

  /** Tries at once, if the page is waiting to try again. */
  hasten() {
    if (this.#socket && !this.#socket.connected) {
      clearTimeout(this.#timer);
      this.#socket.disconnect().connect();
    }
  }

  /** Whether there is a connection. */
  get connected() {
    return Boolean(this.#socket?.connected);
  }

  /**
   * Submits a message.
   * @param {string} text
   * @param {string} key the same at each try
   * @param {object | null} place
   * @returns {Promise<{ id?: number, error?: string }>} the server's answer; rejected if none came
   */
  submit(text, key, place) {
    return new Promise((resolve, reject) => {
      this.#socket.timeout(ackTimeout).emit("chat message", text, key, place, (error, answer) => {
        error ? reject(error) : resolve(answer ?? {});
      });
    });
  }

  /**
   * Asks for something that only this connection can answer.
   * @param {string} event
   * @param {...unknown} values
   * @returns {Promise<object>} the answer; rejected with a sentence, or if none came
   */
  ask(event, ...values) {
    return new Promise((resolve, reject) => {
      if (!this.connected) {
        // It would be sent by the next connection, and answered behind messages that this one does not know of.
        reject(new Error("There is no connection."));
        return;
      }
      this.#socket.timeout(ackTimeout).emit(event, ...values, (error, answer) => {
        error ? reject(new Error("The server did not answer.")) : answer?.error ? reject(new Error(answer.error)) : resolve(answer ?? {});
      });
    });
  }

  /**
   * Tells something that is not worth waiting for.
   * @param {string} event
   * @param {...unknown} values
   */
  tell(event, ...values) {
    if (this.connected) {
      this.#socket.volatile.emit(event, ...values);
    }
  }

  /**
   * Asks who is there; not without a connection, since the next one tells.
   * @param {string | null} after where the list known so far ends; null: its beginning again
   */
  askWhoIsThere(after) {
    if (this.#socket?.connected) {
      this.#socket.emit("who", after);
    }
  }

  #connected() {
    clearTimeout(this.#timer);
    this.#retries.reset();
    const engine = this.#socket.io.engine;
    this.#handlers.connected(Boolean(this.#socket.recovered));
    this.#handlers.transport(engine.transport.name);
    engine.on("upgrade", (transport) => this.#handlers.transport(transport.name));
  }

  #lost(reason) {
    this.#handlers.offline(reason);
    if (!this.#socket.active) {
      // The server closed or refused: the client leaves it to us to come back.
      this.#retry(() => this.#socket.connect(), this.#retries.next());
    }
  }

  #retry(action, delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delay);
  }

  #message(socket, text, id, about, isEdit) {
    if (socket !== this.#socket) {
      return;
    }
    if ((typeof text !== "string" && !(isEdit && text === null)) || !Number.isSafeInteger(id)) {
      console.warn("A message of an unknown form was ignored.", text, id);
      return;
    }
    this.#handlers.message(text, id, typeof about === "object" && about !== null ? about : {}, isEdit);
  }

  /**
   * Messages are missing: connects again to get them, several times if need be.
   * @param {number} last the id up to which they are here
   * @param {number} id that of the one that came
   * @returns {boolean} whether to go on without them: better to say so than to stand still
   */
  resync(last, id) {
    if (this.#resyncedAt === last && this.#resyncs >= resyncsPerGap) {
      console.error(`Messages between ${last} and ${id} did not come.`);
      return true;
    }
    console.warn(`Message ${id} came after ${last}: connecting again to get what is missing.`);
    this.#resyncs = this.#resyncedAt === last ? this.#resyncs + 1 : 1;
    this.#resyncedAt = last;
    const delay = this.#resyncs === 1 ? 250 : Math.min(5000, 500 * 2 ** (this.#resyncs - 1));
    const former = this.#socket;
    former.off();
    former.disconnect();
    this.#socket = null;
    this.#handlers.resync("Getting missing messages");
    this.#retry(() => this.open(), delay);
    return false;
  }
}
