import { withBytes, withoutBytes } from "./binary.mjs";

const defaultTimeout = 10_000;

/** A client's socket that keeps all it receives, so that a test can ask for it afterwards. */
export class RecordedSocket {
  #socket;
  #answersWithError;
  #responses = new Map();
  #waiting = new Set();
  #received = [];
  #connects = 0;
  #disconnects = [];
  #connectErrors = [];

  /**
   * @param {(url: string, options: object) => object} io makes the client's socket
   * @param {string} url
   * @param {object} options the client's own
   * @param {boolean} track whether `auth.serverOffset` follows the messages, as the chat tutorial's client does it
   */
  constructor(io, url, options, track) {
    // With these the client hands an error, or null, to each acknowledgement.
    this.#answersWithError = Boolean(options.retries) || options.ackTimeout !== undefined;
    const auth = { ...options.auth };
    const socket = this.#socket = io(url, { forceNew: true, ...options, auth });
    socket.onAny((event, ...args) => this.#record(event, args));
    if (track) {
      auth.serverOffset ??= 0;
      socket.on("chat message", (_text, serverOffset) => { socket.auth.serverOffset = serverOffset; });
    }
    socket.on("connect", () => {
      this.#connects++;
      this.#check();
    });
    socket.on("disconnect", (reason) => {
      this.#disconnects.push(reason);
      this.#check();
    });
    socket.on("connect_error", ({ message, data }) => {
      this.#connectErrors.push({ message, data: withoutBytes(data ?? null) });
      this.#check();
    });
  }

  /** @returns {object} what the socket is like now */
  get state() {
    const socket = this.#socket;
    return {
      connected: socket.connected,
      active: socket.active,
      id: socket.id ?? null,
      recovered: socket.recovered,
      transport: socket.io.engine?.transport?.name ?? null,
      connects: this.#connects,
      disconnects: this.#disconnects,
      connectErrors: this.#connectErrors,
      auth: socket.auth,
    };
  }

  /**
   * Emits an event.
   * @returns {Promise<unknown[]> | null} the acknowledgement's arguments
   */
  emit({ event, args = [], ack = false, timeout, volatile = false }) {
    let target = volatile ? this.#socket.volatile : this.#socket;
    const values = withBytes(args);
    if (!ack) {
      target.emit(event, ...values);
      return null;
    }
    if (timeout !== undefined || !this.#answersWithError) {
      target = target.timeout(timeout ?? defaultTimeout);
    }
    return new Promise((resolve, reject) => {
      target.emit(event, ...values, (error, ...answer) => (error ? reject(error) : resolve(withoutBytes(answer))));
    });
  }

  /**
   * What was received so far.
   * @param {string | null} [event] only this event
   * @param {number} [from] without so many of the first
   */
  received(event, from = 0) {
    const all = event ? this.#received.filter((item) => item.event === event) : this.#received;
    return all.slice(from);
  }

  /**
   * Waits until so many events were received since the beginning.
   * @returns {Promise<object[]>} all of them
   */
  wait({ event, count = 1, timeout = defaultTimeout }) {
    const name = event === undefined ? "events" : `"${event}" events`;
    return this.#until(timeout, () => {
      const received = this.received(event);
      return received.length >= count ? { value: received } : `${received.length} of ${count} ${name} received`;
    });
  }

  /**
   * Waits for a state.
   * @returns {Promise<object>} the state
   */
  waitState({ connected, connects = 0, disconnects = 0, connectErrors = 0, timeout = defaultTimeout }) {
    return this.#until(timeout, () => {
      const state = this.state;
      const reached = (connected === undefined || state.connected === connected)
        && state.connects >= connects
        && state.disconnects.length >= disconnects
        && state.connectErrors.length >= connectErrors;
      return reached ? { value: state } : `the state is ${JSON.stringify(state)}`;
    });
  }

  /** From now on acknowledges an event with these arguments. */
  respond({ event, with: args = [] }) {
    this.#responses.set(event, withBytes(args));
  }

  /** Replaces what is sent at the next connection. */
  setAuth(auth) {
    this.#socket.auth = { ...auth };
  }

  /** Connects, after a disconnect. */
  connect() {
    this.#socket.connect();
  }

  /** Says good-bye and disconnects. */
  disconnect() {
    this.#socket.disconnect();
  }

  /** Cuts the connection off, without a word to the server. */
  cutTransport() {
    const transport = this.#socket.io.engine?.transport;
    if (!transport || transport.readyState !== "open") {
      throw new Error("There is no open transport.");
    }
    if (transport.ws?.terminate) {
      transport.ws.terminate();
      return;
    }
    // Long-polling has no connection to cut; closing would send a close packet.
    transport.doClose = () => {};
    transport.pollXhr?.abort();
    transport.close();
  }

  /** Cuts the connection off, and makes the next one to another address. */
  move(url) {
    this.#socket.io.uri = url;
    this.cutTransport();
  }

  #record(event, args) {
    const respond = typeof args.at(-1) === "function" ? args.at(-1) : null;
    this.#received.push({ event, args: withoutBytes(respond ? args.slice(0, -1) : args) });
    if (respond && this.#responses.has(event)) {
      respond(...this.#responses.get(event));
    }
    // Once the event's other listeners have run.
    queueMicrotask(() => this.#check());
  }

  /** @param {() => { value: unknown } | string} test what is waited for, or what there is instead */
  #until(timeout, test) {
    const first = test();
    if (typeof first !== "string") {
      return Promise.resolve(first.value);
    }
    return new Promise((resolve, reject) => {
      const check = () => {
        const outcome = test();
        if (typeof outcome !== "string") {
          clearTimeout(timer);
          this.#waiting.delete(check);
          resolve(outcome.value);
        }
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`Timed out after ${timeout} ms: ${test()}.`));
      }, timeout);
      this.#waiting.add(check);
    });
  }

  #check() {
    this.#waiting.forEach((check) => check());
  }
}
