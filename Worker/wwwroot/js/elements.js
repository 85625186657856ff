/**
 * Creates an element with a text. Never as HTML: what people write is text.
 * @param {string} name
 * @param {string} className
 * @param {string} text
 * @returns {HTMLElement}
 */
export function create(name, className = "", text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Creates a button that submits nothing.
 * @param {string} className
 * @param {string} text
 * @returns {HTMLButtonElement}
 */
export function createButton(className = "", text = "") {
  const button = create("button", className, text);
  button.type = "button";
  return button;
}
