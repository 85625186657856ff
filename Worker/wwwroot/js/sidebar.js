import { create, createButton } from "./elements.js";
import { main, otherOf, roomOf } from "./places.js";

const gatherFor = 50;

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
  #stateOf;
  #rooms = new Set();
  #items = new Map();
  #timer = 0;
  #actions;

  /**
   * @param {Document} page
   * @param {import("./conversations.js").Conversations} conversations
   * @param {(key: string) => string} titleOf what a place is called
   * @param {(key: string) => string | null} stateOf of a private conversation, whether the other is there
   * @param {{ open: (key: string) => void, join: (room: string) => Promise<void>, leave: (key: string) => void }} actions
   */
  constructor(page, conversations, titleOf, stateOf, actions) {
    this.#page = page;
    this.#conversations = conversations;
    this.#titleOf = titleOf;
    this.#stateOf = stateOf;
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

  /** The places, what they are called, or what is unread in them, are others. Many messages may come at once: they are shown together. */
  changed() {
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      this.#show();
    }, gatherFor);
  }

  #show() {
    const { current, all } = this.#conversations;
    const titles = new Map(all.map(({ key }) => [key, this.#titleOf(key)]));
    const keys = [...titles.keys()].sort((a, b) => rank(a) - rank(b) || titles.get(a).localeCompare(titles.get(b), "en"));
    for (const [key, item] of this.#items) {
      if (!titles.has(key)) {
        item.remove();
        this.#items.delete(key);
      }
    }
    let next = this.#list.firstElementChild;
    for (const key of keys) {
      const item = this.#itemOf(key);
      describe(item, titles.get(key), this.#stateOf(key), this.#conversations.get(key).unread, key === current.key);
      // An item that is in its place is not moved, so that a focused button keeps the focus.
      if (item === next) {
        next = next.nextElementSibling;
      } else {
        this.#list.insertBefore(item, next);
      }
    }
    this.#title.textContent = titles.get(current.key);
    this.#leave.hidden = roomOf(current.key) === null;
    const others = all.reduce((sum, { unread, key }) => sum + (key === current.key ? 0 : unread), 0);
    this.#toggle.dataset.unread = others === 0 ? "" : String(Math.min(others, 99));
  }

  /** On a narrow screen it does not lie over the messages any more. */
  close() {
    this.#setOpen(false);
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
      const item = create("li");
      const button = createButton("", `# ${room}`);
      button.dataset.room = room;
      item.append(button);
      return item;
    }));
  }

  #setOpen(open) {
    this.#page.body.toggleAttribute("data-side", open);
    this.#toggle.setAttribute("aria-expanded", String(open));
  }

  #itemOf(key) {
    let item = this.#items.get(key);
    if (!item) {
      item = create("li");
      const button = createButton();
      button.dataset.place = key;
      button.append(create("span", "dot"), create("span", "label"), create("span", "count"));
      item.append(button);
      this.#items.set(key, item);
    }
    return item;
  }
}

function describe(item, title, state, unread, isCurrent) {
  const button = item.firstElementChild;
  const [dot, label, count] = button.children;
  dot.hidden = state === null;
  button.dataset.state = state ?? "";
  button.title = state === null ? "" : state === "gone" ? "not here" : state;
  if (isCurrent) {
    button.setAttribute("aria-current", "true");
  } else {
    button.removeAttribute("aria-current");
  }
  label.textContent = title;
  count.hidden = unread === 0;
  count.textContent = unread > 99 ? "99+" : String(unread);
  count.setAttribute("aria-label", `${unread} unread`);
}

function rank(key) {
  return key === main ? 0 : otherOf(key) === null ? 1 : 2;
}
