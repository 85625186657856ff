/** The form in which one chooses a name: shown at the first visit, and whenever one wants another name. */
export class Welcome {
  #root;
  #title;
  #field;
  #error;
  #button;
  #identity;

  /**
   * @param {Document} page
   * @param {import("./identity.js").Identity} identity
   * @param {(name: string) => Promise<void>} choose takes the name; rejected with a sentence if it cannot be had
   */
  constructor(page, identity, choose) {
    this.#root = page.getElementById("welcome");
    this.#title = page.getElementById("welcome-title");
    this.#field = page.getElementById("name");
    this.#error = page.getElementById("name-error");
    this.#button = page.getElementById("own-name");
    this.#identity = identity;
    this.#root.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await choose(this.#field.value.trim());
        this.#close();
      } catch (error) {
        this.#say(error.message);
      }
    });
    page.getElementById("name-cancel").addEventListener("click", () => this.#close());
    this.#button.addEventListener("click", () => this.open("Your name"));
    this.show();
    if (!identity.chosen) {
      this.open("Welcome! How shall we call you?", false);
    }
  }

  /** Shows the name that one has. */
  show() {
    this.#button.textContent = this.#identity.name;
    this.#button.title = "Change your name";
  }

  /**
   * Opens the form.
   * @param {string} title
   * @param {boolean} [focus]
   */
  open(title, focus = true) {
    this.#title.textContent = title;
    this.#field.value = this.#identity.name;
    this.#root.hidden = false;
    this.#say("");
    if (focus) {
      this.#field.select();
      this.#field.focus();
    }
  }

  /** The name is not to be had. @param {string} why */
  object(why) {
    this.open("Please choose another name", false);
    this.#say(why);
  }

  #close() {
    this.#root.hidden = true;
    this.show();
  }

  #say(text) {
    this.#error.textContent = text;
    this.#field.setAttribute("aria-invalid", String(text !== ""));
  }
}
