import { nameOf } from "./person.js";

const most = 100;
const gatherFor = 50;

/** Shows who is there: a count in the header, and a list when it is opened. */
export class PeopleList {
  #page;
  #root;
  #count;
  #list;
  #more;
  #people;
  #own;
  #timer = 0;

  /**
   * @param {Document} page
   * @param {import("./people.js").People} people
   * @param {string} own who this page is
   */
  constructor(page, people, own) {
    this.#page = page;
    this.#people = people;
    this.#own = own;
    this.#root = page.getElementById("people");
    this.#count = page.getElementById("people-count");
    this.#list = page.getElementById("people-list");
    this.#more = page.getElementById("people-more");
  }

  /** Somebody came or went. Many may do so at once, as a worker ends: they are shown together. */
  changed() {
    this.#root.hidden = false;
    this.#root.removeAttribute("data-stale");
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      this.#show();
    }, gatherFor);
  }

  /** The connection is lost: what is shown was true then. */
  lost() {
    this.#root.dataset.stale = "";
  }

  #show() {
    const { online, away } = this.#people;
    this.#count.textContent = String(online);
    this.#count.nextElementSibling.textContent = away === 0 ? " online" : ` online, ${away} away`;
    const entries = this.#people.all
      .map(({ person, state }) => ({ person, state, name: nameOf(person), you: person === this.#own }))
      .sort((a, b) => b.you - a.you || rank(a) - rank(b) || a.name.localeCompare(b.name, "en"));
    this.#list.replaceChildren(...entries.slice(0, most).map((entry) => this.#createItem(entry)));
    const hidden = entries.length - most;
    this.#more.hidden = hidden <= 0;
    this.#more.textContent = `and ${hidden.toLocaleString("en")} more`;
  }

  #createItem({ person, state, name, you }) {
    const item = this.#page.createElement("li");
    item.dataset.person = person;
    item.dataset.state = state;
    const dot = this.#page.createElement("span");
    dot.className = "dot";
    const label = this.#page.createElement("span");
    label.textContent = name;
    item.append(dot, label);
    if (you) {
      item.dataset.you = "";
      item.append(this.#createNote("you"));
    }
    if (state === "away") {
      item.append(this.#createNote("away"));
    }
    return item;
  }

  #createNote(text) {
    const note = this.#page.createElement("small");
    note.textContent = text;
    return note;
  }
}

function rank({ state }) {
  return state === "online" ? 0 : 1;
}
