import { nameOf } from "./identity.js";

const tellEvery = 3000;
const believeFor = 5000;

/** Who writes: tells the others that this page does, and says so of the others. */
export class Typing {
  #line;
  #tell;
  #writers = new Map();
  #toldAt = 0;
  #place = "";
  #timer = 0;

  /**
   * @param {Document} page
   * @param {(stopped: boolean) => void} tell tells the others in the place that is shown
   */
  constructor(page, tell) {
    this.#line = page.getElementById("typing");
    this.#tell = tell;
  }

  /** Something was typed, or all was taken back. @param {boolean} any whether there is any text */
  typed(any) {
    const now = Date.now();
    if (any && now - this.#toldAt >= tellEvery) {
      this.#toldAt = now;
      this.#tell(false);
    } else if (!any && this.#toldAt > 0) {
      this.#toldAt = 0;
      this.#tell(true);
    }
  }

  /** What was typed was sent: the message says the rest. */
  sent() {
    this.#toldAt = 0;
  }

  /**
   * Somebody writes, or has stopped.
   * @param {string} place
   * @param {string} person
   * @param {string | undefined} name
   * @param {boolean} stopped
   */
  heard(place, person, name, stopped) {
    const key = `${place}\n${person}`;
    if (stopped) {
      this.#writers.delete(key);
    } else {
      this.#writers.set(key, { place, person, name: nameOf(person, name), until: Date.now() + believeFor });
    }
    this.#show();
  }

  /** A message of somebody came, or the person is gone. @param {string | null} person */
  ended(person) {
    for (const [key, writer] of this.#writers) {
      if (writer.person === person) {
        this.#writers.delete(key);
      }
    }
    this.#show();
  }

  /** Another place is shown. @param {string} place */
  turnTo(place) {
    this.#place = place;
    this.#toldAt = 0;
    this.#show();
  }

  /** The connection is lost: nothing is known any more. */
  lost() {
    this.#writers.clear();
    this.#show();
  }

  #show() {
    clearTimeout(this.#timer);
    const now = Date.now();
    for (const [key, { until }] of this.#writers) {
      if (until <= now) {
        this.#writers.delete(key);
      }
    }
    const names = [...this.#writers.values()].filter(({ place }) => place === this.#place).map(({ name }) => name);
    this.#line.textContent = sentence(names);
    if (this.#writers.size > 0) {
      this.#timer = setTimeout(() => this.#show(), Math.min(...Array.from(this.#writers.values(), ({ until }) => until)) - now + 10);
    }
  }
}

function sentence(names) {
  switch (names.length) {
    case 0: return "";
    case 1: return `${names[0]} is typing…`;
    case 2: return `${names[0]} and ${names[1]} are typing…`;
    default: return "Several people are typing…";
  }
}
