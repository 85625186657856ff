import { main, otherOf, roomOf } from "./places.js";

/** The places that one may turn to, with what is unread in them; and how to find others. */
export class Sidebar {
  #page;
  #list;
  #title;
  #leave;
  #form;
  #field;
  #error;
  #found;
  #toggle;
  #conversations;
  #titleOf;
  #rooms = new Set();
  #actions;

  /**
   * @param {Document} page
   * @param {import("./conversations.js").Conversations} conversations
   * @param {(key: string) => string} titleOf what a place is called
   * @param {{ open: (key: string) => void, join: (room: string) => Promise<void>, leave: (key: string) => void }} actions
   */
  constructor(page, conversations, titleOf, actions) {
    this.#page = page;
    this.#conversations = conversations;
    this.#titleOf = titleOf;
    this.#actions = actions;
    this.#list = page.getElementById("places");
    this.#title = page.getElementById("place-title");
    this.#leave = page.getElementById("leave");
    this.#form = page.getElementById("join");
    this.#field = page.getElementById("room");
    this.#error = page.getElementById("room-error");
    this.#found = page.getElementById("found-rooms");
    this.#toggle = page.getElementById("side-toggle");
    this.#list.addEventListener("click", ({ target }) => this.#clicked(target));
    this.#found.addEventListener("click", ({ target }) => this.#join(target.closest("button")?.dataset.room));
    this.#leave.addEventListener("click", () => actions.leave(conversations.current.key));
    this.#field.addEventListener("input", () => this.#showFound());
    this.#field.addEventListener("focus", () => this.#showFound());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#join(this.#field.value.trim());
    });
    this.#toggle.addEventListener("click", () => this.#setOpen(!("side" in page.body.dataset)));
  }

  /** There is a public room. @param {string} room */
  know(room) {
    this.#rooms.add(room);
    if (this.#page.activeElement === this.#field) {
      this.#showFound();
    }
  }

  /** The places, or what is unread in them, are others. */
  show() {
    const { current, all } = this.#conversations;
    const keys = all.map(({ key }) => key).sort((a, b) => rank(a) - rank(b) || this.#titleOf(a).localeCompare(this.#titleOf(b), "en"));
    this.#list.replaceChildren(...keys.map((key) => this.#createItem(this.#conversations.get(key), key === current.key)));
    this.#title.textContent = this.#titleOf(current.key);
    this.#leave.hidden = roomOf(current.key) === null;
    const others = all.reduce((sum, { unread, key }) => sum + (key === current.key ? 0 : unread), 0);
    this.#toggle.dataset.unread = others === 0 ? "" : String(Math.min(others, 99));
  }

  #clicked(target) {
    const key = target.closest("button")?.dataset.place;
    if (key !== undefined) {
      this.#setOpen(false);
      this.#actions.open(key);
    }
  }

  async #join(room) {
    if (!room) {
      return;
    }
    try {
      await this.#actions.join(room);
      this.#field.value = "";
      this.#error.textContent = "";
      this.#found.replaceChildren();
      this.#setOpen(false);
    } catch (error) {
      this.#error.textContent = error.message;
    }
  }

  #showFound() {
    const wanted = this.#field.value.trim().toLocaleLowerCase();
    const found = [...this.#rooms]
      .filter((room) => room.toLocaleLowerCase().includes(wanted) && !this.#conversations.has(`room:${room}`))
      .sort((a, b) => a.localeCompare(b, "en")).slice(0, 8);
    this.#found.replaceChildren(...found.map((room) => {
      const item = this.#page.createElement("li");
      const button = this.#page.createElement("button");
      button.type = "button";
      button.dataset.room = room;
      button.textContent = `# ${room}`;
      item.append(button);
      return item;
    }));
  }

  #setOpen(open) {
    this.#page.body.toggleAttribute("data-side", open);
    this.#toggle.setAttribute("aria-expanded", String(open));
  }

  #createItem({ key, unread }, current) {
    const item = this.#page.createElement("li");
    const button = this.#page.createElement("button");
    button.type = "button";
    button.dataset.place = key;
    if (current) {
      button.setAttribute("aria-current", "true");
    }
    const label = this.#page.createElement("span");
    label.className = "label";
    label.textContent = this.#titleOf(key);
    button.append(label);
    if (unread > 0) {
      const count = this.#page.createElement("span");
      count.className = "count";
      count.textContent = unread > 99 ? "99+" : String(unread);
      count.setAttribute("aria-label", `${unread} unread`);
      button.append(count);
    }
    item.append(button);
    return item;
  }
}

function rank(key) {
  return key === main ? 0 : otherOf(key) === null ? 1 : 2;
}
