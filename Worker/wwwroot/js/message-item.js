import { create, createButton } from "./elements.js";
import { hueOf, initialsOf, nameOf } from "./identity.js";
import { putText } from "./linked-text.js";

const tallLines = 30;
const togetherFor = 5 * 60_000;

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const fullFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

/**
 * Creates the item of a delivered message.
 * @param {import("./conversation.js").Message} message
 * @param {boolean} own
 * @param {boolean} live whether it is to draw the eye: it came just now and is somebody else's
 * @returns {HTMLLIElement}
 */
export function createDelivered(message, own, live) {
  const item = createItem();
  item.dataset.id = String(message.id);
  item.classList.toggle("live", live);
  item.toggleAttribute("data-own", own);
  updateDelivered(item, message, own);
  return item;
}

/**
 * Brings the text of a delivered message up to date.
 * @param {HTMLLIElement} item
 * @param {import("./conversation.js").Message} message
 * @param {boolean} own
 */
export function updateDelivered(item, message, own) {
  const bubble = item.querySelector(".bubble");
  putBody(bubble, message.text ?? "This message was deleted.");
  item.toggleAttribute("data-deleted", message.text === null);
  item.querySelector(".edited")?.remove();
  if (message.edited && message.text !== null) {
    bubble.append(create("span", "edited", "edited"));
  }
  item.querySelector(".own-actions")?.remove();
  if (own && message.text !== null && message.by !== null) {
    const actions = create("span", "own-actions");
    actions.append(createAction("edit", "Edit"), createAction("delete", "Delete"));
    item.append(actions);
  }
}

/**
 * Says whose a message is and when it was written, where that is not clear from the one above it.
 * @param {HTMLLIElement} item
 * @param {import("./conversation.js").Message} message
 * @param {import("./conversation.js").Message | null} former the one above it
 * @param {boolean} own
 */
export function describeDelivered(item, message, former, own) {
  item.querySelector(".day")?.remove();
  item.querySelector(".head")?.remove();
  const isNewDay = message.at !== null && (former?.at == null || new Date(message.at).toDateString() !== new Date(former.at).toDateString());
  const isTogether = former !== null && !isNewDay && former.by === message.by && former.name === message.name && (message.at ?? 0) - (former.at ?? 0) < togetherFor;
  item.toggleAttribute("data-first", !isTogether);
  if (!isTogether) {
    item.prepend(createHead(message, own));
  }
  if (isNewDay) {
    const day = create("div", "day", dayName(new Date(message.at)));
    day.setAttribute("role", "separator");
    item.prepend(day);
  }
}

/**
 * Creates the item of one's own message that is on its way.
 * @param {import("./message-list.js").Outgoing} entry
 * @returns {HTMLLIElement}
 */
export function createOutgoing(entry) {
  const item = createItem();
  putBody(item.querySelector(".bubble"), entry.text);
  item.dataset.key = entry.key;
  item.classList.add("live");
  item.toggleAttribute("data-own", true);
  item.prepend(create("span", "unseen", "You:"));
  item.append(create("span", "note"));
  return item;
}

/**
 * Brings an item of a message on its way up to date.
 * @param {HTMLLIElement} item
 * @param {import("./message-list.js").Outgoing} entry
 */
export function describeOutgoing(item, entry) {
  const note = noteOf(entry);
  if (item.dataset.state === entry.state && item.querySelector(".note").textContent === note) {
    return;
  }
  item.dataset.state = entry.state;
  item.querySelector(".note").textContent = note;
  item.querySelector(".actions")?.remove();
  if (entry.state === "failed") {
    const actions = create("span", "actions");
    actions.append(createAction("retry", "Try again"), createAction("discard", "Discard"));
    item.append(actions);
  }
}

/**
 * Creates a line that is no message: somebody came, or messages are missing.
 * @param {string} text
 * @param {string} kind
 * @returns {HTMLLIElement}
 */
export function createLine(text, kind) {
  return create("li", kind, text);
}

function createHead({ by, name, at }, own) {
  const head = create("div", "head");
  const shown = nameOf(by, name);
  if (own) {
    head.append(create("span", "unseen", "You"));
  } else {
    const avatar = create("span", "avatar", initialsOf(shown));
    avatar.setAttribute("aria-hidden", "true");
    avatar.style.setProperty("--hue", String(hueOf(by ?? "")));
    head.append(avatar, create("span", "author", shown));
  }
  if (at !== null) {
    const time = create("time", "", timeFormat.format(at));
    time.dateTime = new Date(at).toISOString();
    time.title = fullFormat.format(at);
    head.append(time);
  }
  return head;
}

function dayName(date) {
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  return date.toDateString() === today.toDateString() ? "Today"
    : date.toDateString() === yesterday.toDateString() ? "Yesterday" : dayFormat.format(date);
}

function noteOf({ state, failure, tries }) {
  switch (state) {
    case "failed": return `Not sent: ${failure}`;
    default: return tries > 1 ? "Not confirmed yet, trying again" : tries === 1 ? "Sending…" : "Waiting";
  }
}

function createItem() {
  const item = create("li");
  item.append(create("div", "bubble"));
  return item;
}

function putBody(bubble, text) {
  const body = create("p", "text");
  body.dir = "auto";
  putText(body, text);
  bubble.replaceChildren(body);
  bubble.classList.toggle("tall", text.split("\n", tallLines + 1).length > tallLines);
  if (bubble.classList.contains("tall")) {
    bubble.append(createAction("unfold", "Show all"));
  }
}

function createAction(action, label) {
  const button = createButton("action", label);
  button.dataset.action = action;
  return button;
}
