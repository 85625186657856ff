import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { closeDrops } from "./drops.js";
import { MessageList } from "./message-list.js";
import { showNotice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { OwnMessages } from "./own-messages.js";
import { People } from "./people.js";
import { PeopleList } from "./people-list.js";
import { ownPerson } from "./person.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Timeline } from "./timeline.js";

const title = document.title;
const timeline = new Timeline();
const own = new OwnMessages(new Store("chat.own"));
const status = new Status(document);
const person = ownPerson(new Store("chat.person", "localStorage"));
const people = new People(person, () => peopleList.changed());
const peopleList = new PeopleList(document, people, person, (after) => connection?.askWhoIsThere(after));
const list = new MessageList(document, (unread) => {
  document.title = unread === 0 ? title : `(${unread}) ${title}`;
}, async (before) => {
  const { from, messages } = await connection.older(before);
  return { from, messages: messages.map(({ id, text }) => ({ id, text, own: own.has(id) })) };
});
const store = new Store("chat.outbox");
let offline = false;

const outbox = new Outbox(store, {
  submit: (text, key) => connection.submit(text, key),
  position: () => ({ epoch: timeline.epoch, last: timeline.last }),
  stored: (entry, id) => conversation.stored(entry, id),
  changed: () => {
    conversation.refresh();
    notice();
  },
});
const conversation = new Conversation({ timeline, outbox, list, own });

const composer = new Composer(document, (text) => {
  const objection = outbox.add(text);
  if (objection === null) {
    list.toEnd();
  }
  return objection;
});

document.getElementById("messages").addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-action]");
  const key = button?.closest("li").dataset.key;
  switch (button?.dataset.action) {
    case "retry":
      outbox.retry(key);
      composer.focus();
      break;
    case "discard":
      outbox.discard(key);
      composer.focus();
      break;
    case "unfold":
      button.parentElement.classList.remove("tall");
      button.remove();
      break;
  }
});

function notice() {
  const waiting = outbox.entries.filter((entry) => !entry.failure).length;
  showNotice(document, !offline, waiting, store.lasting);
}

function halt() {
  peopleList.lost();
  outbox.stop();
  notice();
}

closeDrops(document);
conversation.refresh();
globalThis.addEventListener("online", notice);
globalThis.addEventListener("offline", notice);
// A reload keeps what waits; closing the tab, or going to another worker's page, does not.
globalThis.addEventListener("beforeunload", (event) => {
  if (outbox.entries.some((entry) => !entry.failure)) {
    event.preventDefault();
  }
});

let connection;
try {
  const { io } = await import("/socket.io/socket.io.esm.min.js");
  connection = new Connection(io, timeline, person, {
    connected(recovered) {
      offline = false;
      status.connected(recovered);
      list.expectHistory();
      outbox.start();
      notice();
    },
    server(info) {
      own.adopt(timeline.epoch);
      status.server(info);
    },
    transport: (name) => status.transport(name),
    message: (text, id) => conversation.delivered(text, id),
    online: (entries, summary) => people.replace(entries, summary),
    onlineMore: (entries, summary) => people.add(entries, summary),
    presence: (entries, summary) => people.change(entries, summary),
    leftOut: () => conversation.leftBehind(),
    missing: (from, to) => list.noteGap(from, to),
    reset: () => conversation.reset(),
    resync(reason) {
      status.connecting(reason);
      halt();
    },
    offline(reason) {
      offline = true;
      status.offline(reason);
      halt();
    },
  });
  connection.open();
} catch (error) {
  console.error("The client could not be loaded.", error);
  offline = true;
  status.offline("The client could not be loaded; please reload the page.");
  notice();
}
