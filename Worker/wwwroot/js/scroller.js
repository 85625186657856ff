const near = 40;

/** Keeps a scrolled box at its end while the reader is there. */
export class Scroller {
  #box;
  #moved;
  #frame = 0;
  #top = 0;

  /** Whether the reader is at the end. */
  atEnd = true;

  /**
   * @param {HTMLElement} box
   * @param {(atEnd: boolean) => void} moved the reader left the end or came back
   */
  constructor(box, moved) {
    this.#box = box;
    this.#moved = moved;
    box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.follow()).observe(box);
  }

  /** The content grew: moves to the end with the next frame, if the reader is there. */
  follow() {
    if (this.atEnd && this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        if (this.atEnd) {
          this.toEnd();
        }
      });
    }
  }

  /** Content at the top was taken away, which moves the rest: the next scroll event is not the reader's. */
  shortened() {
    this.#top = 0;
  }

  /**
   * Content at the top was added: moves, so that what is seen stays what it was.
   * @param {number} top
   */
  moved(top) {
    this.#box.scrollTop = top;
    this.#top = this.#box.scrollTop;
  }

  /** The reader is not at the end any more, wherever that is. */
  leave() {
    this.#set(false);
  }

  /** Moves to the end. */
  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#top = this.#box.scrollTop;
    this.#set(true);
  }

  #scrolled() {
    const top = this.#box.scrollTop;
    if (this.#box.scrollHeight - top - this.#box.clientHeight < near) {
      this.#set(true);
    } else if (top < this.#top) {
      // Only going up leaves the end; content that has just grown below does not.
      this.#set(false);
    }
    this.#top = top;
  }

  #set(atEnd) {
    if (this.atEnd !== atEnd) {
      this.atEnd = atEnd;
      this.#moved(atEnd);
    }
  }
}
