/** Notifications of the system, for what comes while the page is hidden; only when they were asked for. */
export class Alerts {
  #button;

  /** @param {Document} page */
  constructor(page) {
    this.#button = page.getElementById("alerts");
    this.#button.addEventListener("click", async () => {
      await Notification.requestPermission();
      this.#show();
    });
    this.#show();
  }

  /**
   * Shows one.
   * @param {string} title
   * @param {string} text
   * @param {() => void} open what happens when it is clicked
   */
  show(title, text, open) {
    if (!document.hidden || !("Notification" in globalThis) || Notification.permission !== "granted") {
      return;
    }
    let notification;
    try {
      notification = new Notification(title, { body: text.slice(0, 200), tag: title });
    } catch {
      // Some phones let pages show none.
      return;
    }
    notification.addEventListener("click", () => {
      globalThis.focus();
      notification.close();
      open();
    });
  }

  #show() {
    this.#button.hidden = !("Notification" in globalThis) || Notification.permission !== "default";
  }
}
