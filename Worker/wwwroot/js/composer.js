const most = 4000;
const countFrom = 3600;
// Nothing to be seen; JavaScript's \s lacks "next line".
const blank = /^[\s\u0085]*$/;

/** The field and the button to write with. */
export class Composer {
  #form;
  #field;
  #hint;
  #submit;

  /**
   * @param {Document} page
   * @param {(text: string) => string | null} submit takes a message, or says why not
   */
  constructor(page, submit) {
    this.#form = page.getElementById("composer");
    this.#field = page.getElementById("text");
    this.#hint = page.getElementById("hint");
    this.#submit = submit;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("keydown", (event) => this.#pressed(event));
    this.#field.addEventListener("input", () => this.#edited());
    globalThis.addEventListener("resize", () => this.#grow());
    this.#edited();
    // On a touch screen this would open the keyboard over what is there to read.
    if (matchMedia("(pointer: fine)").matches) {
      this.focus();
    }
  }

  /** Puts the cursor into the field. */
  focus() {
    this.#field.focus({ preventScroll: true });
  }

  #pressed(event) {
    // The Enter that ends a composition (Japanese, Chinese, Korean input) belongs to the input method.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#send();
    }
  }

  #send() {
    const text = wellFormed(this.#field.value);
    const objection = this.#objectionTo(text) ?? this.#submit(text);
    if (objection === null) {
      this.#field.value = "";
      this.#edited();
    } else {
      this.#say(objection, true);
    }
    this.focus();
  }

  #objectionTo(text) {
    if (blank.test(text)) {
      return text === "" ? "Write something first." : "A message needs more than white space.";
    }
    return text.length > most ? tooLong(text) : null;
  }

  #edited() {
    const text = this.#field.value;
    if (text.length > most) {
      this.#say(tooLong(text), true);
    } else {
      this.#say(text.length >= countFrom ? `${most - text.length} characters left` : "", false);
    }
    this.#form.classList.toggle("blank", blank.test(text));
    this.#grow();
  }

  #say(text, invalid) {
    this.#hint.textContent = text;
    this.#hint.classList.toggle("objection", invalid);
    this.#field.setAttribute("aria-invalid", String(invalid));
  }

  #grow() {
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight}px`;
  }
}

function tooLong(text) {
  const over = text.length - most;
  return `${over} ${over === 1 ? "character" : "characters"} too many: a message has at most ${most.toLocaleString("en")}.`;
}

/** Half a surrogate pair is no text; it would arrive as something else than was sent. */
function wellFormed(text) {
  return text.toWellFormed?.() ?? text;
}
