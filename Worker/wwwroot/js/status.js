const announceAfter = 1000;
const recoveredFor = 6000;

/** Shows the state of the connection. */
export class Status {
  #root;
  #text;
  #note;
  #announcement;
  #page;
  #since = 0;
  #clock = 0;
  #forget = 0;
  #pendingAnnouncement = 0;

  /** @param {Document} page */
  constructor(page) {
    this.#page = page;
    this.#root = page.getElementById("status");
    this.#text = page.getElementById("status-text");
    this.#note = page.getElementById("status-note");
    this.#announcement = page.getElementById("announcement");
  }

  /**
   * The socket is connected.
   * @param {boolean} recovered whether it went on with its session, so that nothing was missed meanwhile
   */
  connected(recovered) {
    this.#set("connected", "Connected");
    this.#page.getElementById("status-session").textContent = recovered ? "recovered" : "new";
    if (recovered) {
      this.#root.dataset.recovered = "";
      this.#note.textContent = "recovered";
      this.#forget = setTimeout(() => { this.#note.textContent = ""; }, recoveredFor);
    }
  }

  /**
   * What the server says of itself.
   * @param {{ worker?: number, pid?: number, port?: number, peers?: number[] }} info
   */
  server({ worker, pid, port, peers }) {
    this.#root.dataset.worker = worker ?? "";
    this.#say(worker === undefined ? "Connected" : `Worker ${worker}`);
    this.#page.getElementById("status-port").textContent = port ?? "–";
    this.#page.getElementById("status-pid").textContent = pid ?? "–";
    this.#showPeers(port, Array.isArray(peers) ? peers : []);
  }

  /** @param {string} name the transport in use */
  transport(name) {
    this.#root.dataset.transport = name;
    this.#page.getElementById("status-transport").textContent = name === "websocket" ? "WebSocket" : name;
  }

  /** @param {string} [text] what is being done */
  connecting(text = "Connecting") {
    this.#set("connecting", `${text}…`);
  }

  /** @param {string} reason the client's word for it */
  offline(reason) {
    if (this.#root.dataset.state !== "offline") {
      this.#since = Date.now();
    }
    this.#root.title = reason;
    // Without a network there is nothing to try.
    this.#set("offline", navigator.onLine ? "Reconnecting" : "Offline");
  }

  #set(state, text) {
    const ticking = state === "offline";
    if (!ticking) {
      this.#root.title = "";
    }
    if (state !== "connected") {
      this.#root.dataset.worker = "";
      this.#root.dataset.transport = "";
    }
    delete this.#root.dataset.recovered;
    this.#root.dataset.state = state;
    clearTimeout(this.#forget);
    clearInterval(this.#clock);
    this.#clock = ticking ? setInterval(() => this.#tick(), 1000) : 0;
    this.#note.textContent = "";
    if (ticking) {
      this.#tick();
    }
    this.#say(text);
  }

  #say(text) {
    this.#text.textContent = text;
    this.#announce("recovered" in this.#root.dataset ? `${text}, nothing was missed` : text);
  }

  #tick() {
    const seconds = Math.floor((Date.now() - this.#since) / 1000);
    this.#note.textContent = `for ${duration(seconds)}`;
  }

  /** A short interruption is not worth a word to those who listen. */
  #announce(text) {
    clearTimeout(this.#pendingAnnouncement);
    this.#pendingAnnouncement = setTimeout(() => { this.#announcement.textContent = text; }, announceAfter);
  }

  #showPeers(port, peers) {
    const nav = this.#page.getElementById("peers");
    // Behind a proxy the workers' own ports lead nowhere.
    nav.hidden = peers.length === 0 || String(port) !== location.port;
    nav.querySelector("ul").replaceChildren(...peers.map((peer) => this.#createPeer(peer, peer === port)));
  }

  #createPeer(port, current) {
    const item = this.#page.createElement("li");
    const link = this.#page.createElement("a");
    const address = new URL("/", location.href);
    address.port = String(port);
    link.href = address.href;
    link.textContent = String(port);
    if (current) {
      link.setAttribute("aria-current", "true");
    }
    item.append(link);
    return item;
  }
}

function duration(seconds) {
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
