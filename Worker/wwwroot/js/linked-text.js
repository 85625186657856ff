const address = /\bhttps?:\/\/[^\s<>"'\u0000-\u001f]+/giu;
// Belongs to the sentence around it.
const trailing = ".,;:!?)]}\u2019\u201d";

/**
 * Puts text into an element; addresses in it become links. Never as HTML: what people write is text.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function putText(element, text) {
  const parts = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const url = withoutTrailing(found);
    if (!URL.canParse(url)) {
      continue;
    }
    parts.push(text.slice(end, index), createLink(url));
    end = index + url.length;
  }
  element.replaceChildren(...parts, text.slice(end));
}

function withoutTrailing(url) {
  let end = url.length;
  while (end > 0 && trailing.includes(url[end - 1])) {
    end--;
  }
  return url.slice(0, end);
}

function createLink(url) {
  const link = document.createElement("a");
  link.href = url;
  link.textContent = url;
  link.target = "_blank";
  // What is linked learns neither where it was, nor gets hold of this page.
  link.rel = "noopener noreferrer nofollow";
  return link;
}
