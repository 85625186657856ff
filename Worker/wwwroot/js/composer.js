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
  #cancel;
  #drafts;
  #place = "";
  #edit = null;

  /**
   * @param {Document} page
   * @param {import("./drafts.js").Drafts} drafts
   * @param {(text: string) => string | null} submit takes a message, or says why not
   * @param {(any: boolean) => void} typed something was typed; whether there is any text
   */
  constructor(page, drafts, submit, typed) {
    this.#form = page.getElementById("composer");
    this.#field = page.getElementById("text");
    this.#hint = page.getElementById("hint");
    this.#drafts = drafts;
    this.#submit = submit;
    this.#cancel = page.getElementById("edit-cancel");
    this.#cancel.addEventListener("click", () => this.#endEdit());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#field.addEventListener("keydown", (event) => this.#pressed(event));
    this.#field.addEventListener("input", () => {
      this.#edited();
      if (!this.#edit) {
        this.#drafts.keep(this.#place, this.#field.value);
        typed(!blank.test(this.#field.value));
      }
    });
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

  /**
   * Another place is written to: what was begun there goes on.
   * @param {string} place
   * @param {string} title what it is called
   */
  turnTo(place, title) {
    this.#place = place;
    this.#field.placeholder = `Message ${title}`;
    this.#edit = null;
    this.#cancel.hidden = true;
    this.#showDraft();
  }

  /**
   * Takes a text to be changed; sending it gives it back.
   * @param {string} text
   * @param {(text: string) => Promise<void>} done rejected with a sentence if it cannot be
   */
  edit(text, done) {
    this.#edit = done;
    this.#cancel.hidden = false;
    this.#field.value = text;
    this.#edited();
    this.focus();
  }

  #endEdit() {
    if (this.#edit) {
      this.#edit = null;
      this.#cancel.hidden = true;
      this.#showDraft();
    }
  }

  #showDraft() {
    this.#field.value = this.#drafts.of(this.#place);
    this.#edited();
  }

  async #sendEdit(text) {
    const done = this.#edit;
    let objection = "";
    try {
      await done(text);
    } catch (error) {
      objection = error.message;
    }
    if (this.#edit !== done) {
      return;
    }
    if (objection) {
      this.#say(objection, true);
    } else {
      this.#endEdit();
    }
  }

  #pressed(event) {
    if (event.key === "Escape" && this.#edit) {
      this.#endEdit();
      return;
    }
    // The Enter that ends a composition (Japanese, Chinese, Korean input) belongs to the input method.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      this.#send();
    }
  }

  #send() {
    const text = wellFormed(this.#field.value);
    const objection = this.#objectionTo(text);
    if (objection === null && this.#edit) {
      this.#sendEdit(text);
      return;
    }
    this.#sent(text, objection ?? this.#submit(text));
  }

  #sent(text, objection) {
    if (objection === null) {
      this.#drafts.keep(this.#place, "");
      this.#showDraft();
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
