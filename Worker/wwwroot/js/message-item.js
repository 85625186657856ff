const tallLines = 30;

/**
 * Creates the item of a delivered message.
 * @param {number} id
 * @param {string} text
 * @param {boolean} own
 * @param {boolean} live whether it is to draw the eye: it came just now and is somebody else's
 * @returns {HTMLLIElement}
 */
export function createDelivered(id, text, own, live) {
  const item = createItem(text);
  item.dataset.id = String(id);
  item.classList.toggle("live", live);
  item.append(create("span", "number", `#${id}`));
  markOwn(item, own);
  return item;
}

/**
 * Marks a delivered message as one's own, or not.
 * @param {HTMLLIElement} item
 * @param {boolean} own
 */
export function markOwn(item, own) {
  item.toggleAttribute("data-own", own);
  item.querySelector(".author")?.remove();
  if (own) {
    item.prepend(create("span", "author unseen", "You:"));
  }
}

/**
 * Creates the item of one's own message that is on its way.
 * @param {import("./message-list.js").Outgoing} entry
 * @returns {HTMLLIElement}
 */
export function createOutgoing(entry) {
  const item = createItem(entry.text);
  item.dataset.key = entry.key;
  item.classList.add("live");
  item.append(create("span", "note"));
  markOwn(item, true);
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
 * Creates the item that says that messages are missing.
 * @param {number} from
 * @param {number} to
 * @returns {HTMLLIElement}
 */
export function createGap(from, to) {
  const what = from === to ? `Message #${from}` : `Messages #${from} to #${to}`;
  const item = create("li", "gap", `${what} could not be loaded`);
  item.dataset.gap = `${from}-${to}`;
  return item;
}

function noteOf({ state, failure, tries }) {
  switch (state) {
    case "failed": return `Not sent: ${failure}`;
    case "sent": return "Sent";
    default: return tries > 1 ? "Not confirmed yet, trying again" : tries === 1 ? "Sending…" : "Waiting";
  }
}

function createItem(text) {
  const item = create("li");
  const bubble = create("div", "bubble");
  const body = create("p", "text", text);
  body.dir = "auto";
  bubble.append(body);
  if (text.split("\n", tallLines + 1).length > tallLines) {
    bubble.classList.add("tall");
    bubble.append(createAction("unfold", "Show all"));
  }
  item.append(bubble);
  return item;
}

function createAction(action, label) {
  const button = create("button", "action", label);
  button.type = "button";
  button.dataset.action = action;
  return button;
}

function create(name, className = "", text = "") {
  const element = document.createElement(name);
  element.className = className;
  // Never as HTML: what people write is text.
  element.textContent = text;
  return element;
}
