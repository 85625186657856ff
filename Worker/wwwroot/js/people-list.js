import { create, createButton } from "./elements.js";
import { nameOf } from "./identity.js";

const step = 100;
const gatherFor = 50;
const askAgainAfter = 2000;

/** Shows who is there: a count in the header, and a list when it is opened. */
export class PeopleList {
  #page;
  #root;
  #count;
  #list;
  #more;
  #people;
  #own;
  #ask;
  #timer = 0;
  #askTimer = 0;
  #most = step;

  /**
   * @param {Document} page
   * @param {import("./people.js").People} people
   * @param {import("./identity.js").Identity} own who this page is
   * @param {(after: string | null) => void} ask asks for more of the list, or for its beginning
   * @param {(person: string) => void} write opens the private conversation with somebody
   */
  constructor(page, people, own, ask, write) {
    this.#page = page;
    this.#people = people;
    this.#own = own;
    this.#ask = ask;
    this.#root = page.getElementById("people");
    this.#count = page.getElementById("people-count");
    this.#list = page.getElementById("people-list");
    this.#more = page.getElementById("people-more");
    this.#more.addEventListener("click", () => this.#showMore());
    this.#list.addEventListener("click", ({ target }) => {
      const person = target.closest("button")?.closest("li").dataset.person;
      if (person) {
        this.#root.open = false;
        write(person);
      }
    });
    this.#root.addEventListener("toggle", () => this.#refresh());
  }

  /** Somebody came or went. Many may do so at once, as a worker ends: they are shown together. */
  changed() {
    this.#root.hidden = false;
    this.#root.removeAttribute("data-stale");
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      this.#show();
      this.#refresh();
    }, gatherFor);
  }

  /** The connection is lost: what is shown was true then. */
  lost() {
    this.#root.dataset.stale = "";
  }

  /** So much changed that it was not told one by one: whoever looks at the list gets it anew. */
  #refresh() {
    if (this.#root.open && !this.#people.whole) {
      this.#askTimer ||= setTimeout(() => {
        this.#askTimer = 0;
        this.#ask(null);
      }, askAgainAfter);
    }
  }

  #showMore() {
    this.#most += step;
    if (this.#people.all.length < this.#most && this.#people.next !== null) {
      this.#ask(this.#people.next);
    }
    this.#show();
  }

  #show() {
    const { online, away } = this.#people;
    this.#count.textContent = String(online);
    this.#count.nextElementSibling.textContent = away === 0 ? " online" : ` online, ${away} away`;
    const entries = this.#people.all
      .map(({ person, state, name }) => ({ person, state, name: nameOf(person, name), you: person === this.#own.person }))
      .sort((a, b) => b.you - a.you || rank(a) - rank(b) || a.name.localeCompare(b.name, "en"));
    this.#list.replaceChildren(...entries.slice(0, this.#most).map((entry) => this.#createItem(entry)));
    const hidden = Math.max(online + away, entries.length) - Math.min(entries.length, this.#most);
    const done = hidden <= 0 || (entries.length <= this.#most && this.#people.next === null);
    if (done && this.#page.activeElement === this.#more) {
      // The button goes away under the focus.
      this.#root.querySelector("summary").focus();
    }
    this.#more.hidden = done;
    this.#more.textContent = `Show more (${hidden.toLocaleString("en")})`;
  }

  #createItem({ person, state, name, you }) {
    const item = create("li");
    item.dataset.person = person;
    item.dataset.state = state;
    const label = you ? create("span", "", name) : createButton("", name);
    if (!you) {
      label.title = `Write to ${name}`;
    }
    item.append(create("span", "dot"), label);
    if (you) {
      item.dataset.you = "";
      item.append(create("small", "", "you"));
    }
    if (state === "away") {
      item.append(create("small", "", "away"));
    }
    return item;
  }
}

function rank({ state }) {
  return state === "online" ? 0 : 1;
}
