import { create, createButton } from "./elements.js";
import { nameOf } from "./identity.js";

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
// A word stands between two parts that are none.
const word = /([\p{L}\p{N}\p{M}]+)/u;
const before = 40;
const longest = 160;

/**
 * Finds messages by their words, in all places that one may read.
 *
 * @typedef {object} Found
 * @property {number} id the message's
 * @property {string} place
 * @property {string} text
 * @property {string | null} by
 * @property {string | null} name
 * @property {number | null} at
 */
export class Search {
  #page;
  #form;
  #field;
  #list;
  #note;
  #more;
  #places;
  #actions;
  #asked = 0;
  #words = "";
  #next = null;

  /**
   * @param {Document} page
   * @param {object} actions
   * @param {(text: string, before: number | null) => Promise<{ found: Found[], next: number | null }>} actions.find
   * @param {(place: string, id: number) => Promise<void>} actions.open shows a message where it was written
   * @param {(place: string) => string} actions.titleOf what a place is called
   */
  constructor(page, actions) {
    this.#page = page;
    this.#actions = actions;
    this.#form = page.getElementById("search");
    this.#field = page.getElementById("search-text");
    this.#list = page.getElementById("found");
    this.#note = page.getElementById("search-note");
    this.#more = page.getElementById("found-more");
    this.#places = page.getElementById("places");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search(this.#field.value.trim());
    });
    // Also when it is emptied by its own button.
    this.#field.addEventListener("input", () => this.#field.value === "" && this.#close());
    this.#field.addEventListener("keydown", ({ key }) => key === "Escape" && this.#close());
    this.#list.addEventListener("click", ({ target }) => this.#clicked(target.closest("button")));
    this.#more.addEventListener("click", () => this.#ask(this.#next));
  }

  #search(words) {
    this.#list.replaceChildren();
    this.#words = words;
    if (words === "") {
      this.#close();
    } else {
      this.#setOpen(true);
      this.#ask(null);
    }
  }

  async #ask(from) {
    const asked = ++this.#asked;
    this.#say("Searching…");
    this.#more.ariaBusy = "true";
    try {
      const { found, next } = await this.#actions.find(this.#words, from);
      if (asked !== this.#asked) {
        return;
      }
      this.#list.append(...found.map((message) => this.#createItem(message)));
      this.#next = next;
      if (next === null && this.#page.activeElement === this.#more) {
        // The button goes away under the focus.
        this.#field.focus();
      }
      this.#more.hidden = next === null;
      const count = this.#list.childElementCount;
      this.#say(count === 0 ? "Nothing was found." : next === null ? `${count} found` : `The newest ${count}`);
    } catch (error) {
      if (asked === this.#asked) {
        this.#say(error.message);
      }
    } finally {
      this.#more.ariaBusy = "false";
    }
  }

  async #clicked(button) {
    if (!button) {
      return;
    }
    try {
      await this.#actions.open(button.dataset.place, Number(button.dataset.id));
    } catch (error) {
      this.#say(error.message);
    }
  }

  #close() {
    this.#asked++;
    this.#field.value = "";
    this.#list.replaceChildren();
    this.#say("");
    this.#setOpen(false);
  }

  #setOpen(open) {
    this.#list.hidden = !open;
    this.#more.hidden = true;
    this.#places.hidden = open;
  }

  #say(text) {
    this.#note.textContent = text;
  }

  #createItem({ id, place, text, by, name, at }) {
    const item = create("li");
    const button = createButton();
    button.dataset.place = place;
    button.dataset.id = String(id);
    button.append(
      create("span", "found-place", `${this.#actions.titleOf(place)}${at === null ? "" : ` · ${dayFormat.format(at)}`}`),
      create("span", "author", nameOf(by, name)),
      this.#createExcerpt(text));
    item.append(button);
    return item;
  }

  #createExcerpt(text) {
    const words = this.#words.split(word).map(plain).filter((part) => word.test(part));
    const parts = text.split(word);
    const isFound = (part) => words.some((wanted) => plain(part).startsWith(wanted));
    let at = Math.max(0, parts.findIndex(isFound));
    for (let room = before; at > 0 && parts[at - 1].length <= room; at--) {
      room -= parts[at - 1].length;
    }
    const excerpt = create("span", "excerpt", at > 0 ? "…" : "");
    let room = longest;
    for (const part of parts.slice(at)) {
      if (room <= 0) {
        excerpt.append("…");
        break;
      }
      // Not within a character.
      const shown = Array.from(part).slice(0, room).join("");
      room -= part.length;
      excerpt.append(isFound(part) ? create("mark", "", shown) : shown);
    }
    return excerpt;
  }
}

/** As the server compares words: in whatever letters, with or without accents. */
function plain(word) {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
