/**
 * Closes what is dropped down in the header when the reader turns to something else.
 * @param {Document} page
 */
export function closeDrops(page) {
  const close = (target) => {
    for (const drop of page.querySelectorAll("details.drop[open]")) {
      if (drop.contains(target)) {
        continue;
      }
      if (drop.contains(page.activeElement) && target === null) {
        // The keyboard's place would be lost with what is closed.
        drop.querySelector("summary").focus();
      }
      drop.open = false;
    }
  };
  page.addEventListener("click", ({ target }) => close(target));
  page.addEventListener("keydown", ({ key }) => key === "Escape" && close(null));
}
