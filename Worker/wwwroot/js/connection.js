import { Backoff } from "./backoff.js";

const ackTimeout = 10_000;
const resyncsPerGap = 5;

/**
 * @typedef {object} Handlers
 * @property {(recovered: boolean) => void} connected the socket is connected, and whether it is so with its former
 *   session: then it gets what it missed as events (what the server says of itself follows)
 * @property {(info: object) => void} server the `server` event
 * @property {(name: string) => void} transport the transport in use
 * @property {(text: string, id: number) => void} message the next message, each id once and in order
 * @property {() => void} leftOut what was shown is far behind: the newest messages follow, older ones are to be asked for
 * @property {(from: number, to: number) => void} missing messages that the server did not send after several tries
 * @property {(list: object[], summary: object) => void} online the beginning of the list of who is there: `{ person, state }`
 * @property {(list: object[], summary: object) => void} onlineMore more of it, as it was asked for
 * @property {(list: object[], summary: object) => void} presence some are now `online`, `away` or `gone`
 * @property {() => void} reset the server's store is another one
 * @property {(reason: string) => void} resync the connection is being made anew, because messages were missing
 * @property {(reason: string) => void} offline the connection is lost; it is being tried again
 */

/** The page's connection: keeps one socket alive and hands on each message once and in order. */
export class Connection {
  #io;
  #timeline;
  #person;
  #handlers;
  #socket = null;
  #timer = 0;
  #retries = new Backoff(1000, 5000);
  #resyncs = 0;
  #resyncedAt = -1;

  /**
   * @param {Function} io the client's entry point
   * @param {import("./timeline.js").Timeline} timeline
   * @param {string} person who this page is
   * @param {Handlers} handlers
   */
  constructor(io, timeline, person, handlers) {
    this.#io = io;
    this.#timeline = timeline;
    this.#person = person;
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
      auth: (use) => use({ serverOffset: this.#timeline.last, epoch: this.#timeline.epoch, person: this.#person }),
    });
    socket.on("connect", () => this.#connected());
    socket.on("disconnect", (reason) => this.#lost(reason));
    socket.on("connect_error", (error) => this.#lost(error.message));
    socket.on("server", (info) => this.#server(info));
    // Events may carry more arguments than these: the offset of those that can be recovered, or a closing null.
    socket.on("chat message", (text, id) => this.#message(socket, text, id));
    socket.on("left out", (upTo) => this.#leftOut(socket, upTo));
    socket.on("online", (list, summary) => this.#handlers.online(list, summary));
    socket.on("online more", (list, summary) => this.#handlers.onlineMore(list, summary));
    socket.on("presence", (list, summary) => this.#handlers.presence(list, summary));
  }

  /** Tries at once, if the page is waiting to try again. */
  hasten() {
    if (this.#socket && !this.#socket.connected) {
      clearTimeout(this.#timer);
      this.#socket.disconnect().connect();
    }
  }

  /**
   * Submits a message.
   * @param {string} text
   * @param {string} key the same at each try
   * @returns {Promise<{ id?: number, error?: string }>} the server's answer; rejected if none came
   */
  submit(text, key) {
    return new Promise((resolve, reject) => {
      this.#socket.timeout(ackTimeout).emit("chat message", text, key, (error, answer) => {
        error ? reject(error) : resolve(answer ?? {});
      });
    });
  }

  /**
   * Asks for messages of the past.
   * @param {number} before the id before which they are wanted
   * @returns {Promise<{ from: number, messages: { id: number, text: string }[] }>} those from an id on, in their order; rejected
   *   if no answer came
   */
  older(before) {
    return new Promise((resolve, reject) => {
      if (!this.#socket?.connected) {
        // It would be sent by the next connection, and answered behind messages that this one does not know of.
        reject(new Error("there is no connection"));
        return;
      }
      this.#socket.timeout(ackTimeout).emit("older", before, (error, answer) => {
        Array.isArray(answer?.messages) ? resolve(answer) : reject(error ?? new Error(answer?.error ?? "no messages"));
      });
    });
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

  #server(info) {
    if (typeof info?.epoch !== "string") {
      console.warn("The server did not tell its epoch.", info);
      return;
    }
    if (this.#timeline.adopt(info.epoch)) {
      this.#handlers.reset();
    }
    this.#handlers.server(info);
  }

  #message(socket, text, id) {
    if (socket !== this.#socket) {
      return;
    }
    if (typeof text !== "string" || !Number.isSafeInteger(id)) {
      console.warn("A message of an unknown form was ignored.", text, id);
      return;
    }
    const judgement = this.#timeline.judge(id);
    if (judgement === "repeat") {
      return;
    }
    if (judgement === "gap" && !this.#giveUp(id)) {
      this.#resync(id);
      return;
    }
    this.#timeline.last = id;
    this.#handlers.message(text, id);
  }

  #leftOut(socket, upTo) {
    if (socket === this.#socket && Number.isSafeInteger(upTo) && upTo > this.#timeline.last) {
      this.#timeline.last = upTo;
      this.#handlers.leftOut();
    }
  }

  #resync(id) {
    const { last } = this.#timeline;
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
  }

  /** After several connections without it, a missing message will not come: better to say so than to stand still. */
  #giveUp(id) {
    const { last } = this.#timeline;
    if (this.#resyncedAt !== last || this.#resyncs < resyncsPerGap) {
      return false;
    }
    console.error(`Messages ${last + 1} to ${id - 1} did not come.`);
    this.#handlers.missing(last + 1, id - 1);
    return true;
  }
}
