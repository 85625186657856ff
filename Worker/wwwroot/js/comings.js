import { nameOf } from "./identity.js";

const most = 3;

/**
 * Says who came, who left, and who is called otherwise now, in the flow of the conversation. It goes by what the server says somebody was
 * before: a reload or a lost connection within the window makes none.
 *
 * @param {{ person: string, state: string, was?: string, name?: string, formerly?: string }[]} changes
 * @param {(person: string) => string | null | undefined} knownName what somebody is called of whom the server does not say it
 * @param {string | null} own who this page is
 * @returns {string[]} the lines
 */
export function linesOf(changes, knownName, own) {
  const others = changes.filter(({ person, was }) => person !== own && typeof was === "string");
  const named = ({ person, name }) => nameOf(person, name ?? knownName(person));
  return [
    ...together(others.filter(({ state, was }) => was === "gone" && state !== "gone").map(named), "joined"),
    ...together(others.filter(({ state, was }) => was !== "gone" && state === "gone").map(named), "left"),
    ...others
      .filter(({ state, was, name, formerly }) => was !== "gone" && state !== "gone" && name && formerly)
      .slice(0, most)
      .map(({ name, formerly }) => `${formerly} is now called ${name}`),
  ];
}

function together(names, what) {
  return names.length > most ? [`${names.length} people ${what}`] : names.map((name) => `${name} ${what}`);
}
