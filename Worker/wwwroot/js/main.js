import { Alerts } from "./alerts.js";
import { linesOf } from "./comings.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversations } from "./conversations.js";
import { Drafts } from "./drafts.js";
import { closeDrops } from "./drops.js";
import { Identity, nameOf, proposeName } from "./identity.js";
import { KnownNames } from "./known-names.js";
import { newKey } from "./keys.js";
import { Memberships } from "./memberships.js";
import { MessageList } from "./message-list.js";
import { showNotice } from "./notice.js";
import { Outbox } from "./outbox.js";
import { OwnRooms } from "./own-rooms.js";
import { People } from "./people.js";
import { PeopleList } from "./people-list.js";
import { argumentOf, main, otherOf, placeOf, privateKey, roomKey, roomOf } from "./places.js";
import { Search } from "./search.js";
import { SeenMarks } from "./seen-marks.js";
import { Sidebar } from "./sidebar.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { Typing } from "./typing.js";
import { Welcome } from "./welcome.js";

const title = document.title;
const identityStore = new Store("chat.identity", "localStorage");
const identity = new Identity(identityStore);
const roomStore = new Store("chat.rooms", "localStorage");
const memberships = new Memberships(new OwnRooms(roomStore), ask, {
  entered(key) {
    conversations.get(key);
    sidebar.changed();
  },
  left(key) {
    if (conversations.current.key === key) {
      open(main);
    }
    conversations.drop(key);
  },
});
const store = new Store("chat.outbox");
const names = new KnownNames();
const status = new Status(document);
const alerts = new Alerts(document);
const people = new People(identity, () => peopleList.changed());
const peopleList = new PeopleList(document, people, identity, (after) => connection?.askWhoIsThere(after), (person) => open(privateKey(person)));
const list = new MessageList(
  document, ({ by }) => by !== null && by === identity.person, () => conversations.seen(), () => conversations.older(),
  () => conversations.show(conversations.current.key));
const typing = new Typing(document, (stopped) => connection?.tell("typing", argumentOf(conversations.current.key), stopped));
let connection = null;
let offline = false;
let proposals = 0;

const outbox = new Outbox(store, {
  submit: ({ text, key, place = main }) => connection.submit(text, key, argumentOf(place)),
  changed: () => {
    conversations.refresh();
    notice();
  },
});
const conversations = new Conversations({
  identity,
  outbox,
  list,
  names,
  seen: new SeenMarks(new Store("chat.seen", "localStorage")),
  load: (key, before) => ask("older", before, argumentOf(key)),
  around: (key, id) => ask("around", id, argumentOf(key)),
  gap: ({ last }, id) => {
    const goesOn = connection.resync(last, id);
    if (goesOn) {
      list.say("Messages could not be loaded", "gap");
    }
    return goesOn;
  },
  changed: () => {
    const { unread } = conversations;
    document.title = unread === 0 ? title : `(${unread}) ${title}`;
    sidebar.changed();
  },
  noticed: (conversation, { by, name, text }) => alerts.show(
    conversation.key === main || otherOf(conversation.key) ? nameOf(by, name) : `${nameOf(by, name)} in ${titleOf(conversation.key)}`,
    text ?? "", () => open(conversation.key)),
});
const sidebar = new Sidebar(document, conversations, titleOf, stateOf, {
  open,
  join: async (wanted) => {
    const { key, online } = await memberships.enter(wanted);
    open(key);
    sayWhoIsIn(online);
  },
  leave: (key) => memberships.leave(key).catch((error) => list.say(`${error.message} The room is left as soon as there is one.`, "gap")),
});
const welcome = new Welcome(document, identity, async (name) => {
  const answer = await ask("name", name);
  identity.rename(answer.name, true);
});
const composer = new Composer(document, new Drafts(new Store("chat.drafts")), (text) => {
  const objection = outbox.add(text, conversations.current.key);
  if (objection === null) {
    if (conversations.current.isExcerpt) {
      conversations.show(conversations.current.key);
    }
    typing.sent();
    list.toEnd();
  }
  return objection;
}, (any) => typing.typed(any));

new Search(document, {
  find: async (text, before) => {
    const { messages, next } = await ask("search", text, before);
    messages.forEach(({ about }) => names.learn(about?.by, about?.name));
    return { found: messages.map(toFound).reverse(), next: next ?? null };
  },
  open: async (key, id) => {
    if (await conversations.showAround(key, id)) {
      turnTo(key);
      sidebar.close();
    }
  },
  titleOf,
});

document.getElementById("messages").addEventListener("click", ({ target }) => {
  const button = target.closest("button[data-action]");
  const item = button?.closest("li");
  switch (button?.dataset.action) {
    case "retry":
      outbox.retry(item.dataset.key);
      composer.focus();
      break;
    case "discard":
      outbox.discard(item.dataset.key);
      composer.focus();
      break;
    case "edit":
      edit(Number(item.dataset.id));
      break;
    case "delete":
      change(Number(item.dataset.id), null).catch((error) => list.say(error.message, "gap"));
      break;
    case "unfold":
      button.parentElement.classList.remove("tall");
      button.remove();
      break;
  }
});

function ask(event, ...values) {
  return connection ? connection.ask(event, ...values) : Promise.reject(new Error("There is no connection."));
}

/** Another tab of this browser has entered or left rooms, or chosen a name. */
function followOtherTabs(event) {
  if (identityStore.isMeant(event)) {
    identity.refresh();
    welcome.show();
  }
  if (roomStore.isMeant(event)) {
    memberships.follow();
  }
}

/** Whether the other of a private conversation is there, as far as that is known. */
function stateOf(key) {
  const other = otherOf(key);
  return other === null || !connection?.connected ? null : people.find(other)?.state ?? (people.next === null ? "gone" : null);
}

function titleOf(key) {
  const [room, other] = [roomOf(key), otherOf(key)];
  return room !== null ? `# ${room}` : other !== null ? nameOf(other, people.find(other)?.name ?? names.of(other)) : "Everyone";
}

function open(key) {
  conversations.show(key);
  turnTo(key);
  composer.focus();
}

function turnTo(key) {
  typing.turnTo(key);
  composer.turnTo(key, titleOf(key));
}

/** @returns {import("./search.js").Found} */
function toFound({ id, text, about }) {
  return {
    // An edit stands for the message that it is of.
    id: about?.of ?? id,
    place: placeOf(about, identity.person),
    text: text ?? "",
    by: about?.by ?? null,
    name: about?.name ?? null,
    at: about?.at ?? null,
  };
}

function sayWhoIsIn(online) {
  const others = (Array.isArray(online) ? online : []).filter(({ person, state }) => person !== identity.person && state === "online");
  if (others.length > 0) {
    list.say(`Here: ${others.slice(0, 10).map(({ person, name }) => nameOf(person, name)).join(", ")}${others.length > 10 ? ", …" : ""}`, "coming");
  }
}

function edit(id) {
  const message = conversations.current.messages.get(id);
  if (message) {
    composer.edit(message.text, (text) => change(id, text));
  }
}

async function change(id, text) {
  await ask("edit", id, text, newKey(), argumentOf(conversations.current.key));
}

function sayComings(place, changes) {
  const known = Array.isArray(changes) ? changes : [];
  const lines = linesOf(known, (person) => people.find(person)?.name ?? names.of(person), identity.person);
  known.filter(({ state }) => state === "gone").forEach(({ person }) => typing.ended(person));
  if (conversations.current.key === place && !conversations.current.isExcerpt) {
    lines.forEach((line) => list.say(line, "coming"));
  }
}

function learn(changes) {
  (Array.isArray(changes) ? changes : []).forEach(({ person, name }) => names.learn(person, name));
}

function you({ person, name, error }) {
  identity.learn(person);
  if (!error) {
    return;
  }
  if (!identity.chosen && proposals++ < 5) {
    // It was only proposed: another one will do.
    const other = proposeName();
    ask("name", other).then(() => {
      identity.rename(other, false);
      welcome.show();
    }, () => welcome.object(error));
    return;
  }
  welcome.object(error);
}

function notice() {
  const waiting = outbox.entries.filter((entry) => !entry.failure).length;
  showNotice(document, !offline, waiting, store.lasting);
}

function halt() {
  peopleList.lost();
  typing.lost();
  outbox.stop();
  sidebar.changed();
  notice();
}

closeDrops(document);
memberships.keys.forEach((key) => conversations.get(key));
conversations.show(main);
composer.turnTo(main, titleOf(main));
globalThis.addEventListener("storage", followOtherTabs);
globalThis.addEventListener("online", notice);
globalThis.addEventListener("offline", notice);
// A reload keeps what waits; closing the tab, or going to another worker's page, does not.
globalThis.addEventListener("beforeunload", (event) => {
  if (outbox.entries.some((entry) => !entry.failure)) {
    event.preventDefault();
  }
});

try {
  const { io } = await import("/socket.io/socket.io.esm.min.js");
  connection = new Connection(io, {
    auth() {
      identity.refresh();
      welcome.show();
      return {
        serverOffset: conversations.get(main).last,
        epoch: conversations.epoch,
        secret: identity.secret,
        name: identity.name,
        rooms: conversations.positionsOf(memberships.keys),
      };
    },
    connected(recovered) {
      offline = false;
      status.connected(recovered);
      list.expectHistory();
      conversations.connected(recovered);
      memberships.connected();
      outbox.start();
      notice();
    },
    server(info) {
      if (typeof info?.epoch === "string") {
        conversations.adopt(info.epoch);
      } else {
        console.warn("The server did not tell its epoch.", info);
      }
      status.server(info ?? {});
    },
    you,
    transport: (name) => status.transport(name),
    message(text, id, about, isEdit) {
      typing.ended(about.by ?? null);
      conversations.deliver(text, id, about, isEdit);
    },
    leftOut: (upTo, room) => conversations.leftOut(upTo, room),
    room: (room) => sidebar.know(room),
    conversations: (summaries) => conversations.summarise(summaries),
    typing: ({ person, name, room, private: isPrivate, stopped }) => {
      const place = isPrivate ? privateKey(person) : room ? roomKey(room) : main;
      typing.heard(place, person, name, stopped === true);
    },
    online(entries, summary) {
      learn(entries);
      people.replace(entries, summary);
      sidebar.changed();
    },
    onlineMore(entries, summary) {
      learn(entries);
      people.add(entries, summary);
      sidebar.changed();
    },
    presence(entries, summary) {
      sayComings(main, entries);
      learn(entries);
      people.change(entries, summary);
      sidebar.changed();
    },
    roomPresence: (room, entries) => sayComings(roomKey(room), entries),
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
