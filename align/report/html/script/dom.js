// What the page's parts share of the document. Texts of documents are only ever read from and
// written to text nodes.

/** @param {string} id @returns {HTMLElement | null} */
export const find = (id) => document.getElementById(id);

/** @param {Element | null | undefined} element @param {Function} kind @param {string} name */
const there = (element, kind, name) => {
  if (!(element instanceof kind)) throw new Error(`the page has no ${name}`);
  return /** @type {any} */ (element);
};

// The element with an id that the page is known to have.
/**
 * @template {Element} [E=HTMLElement] @param {string} id
 * @param {new () => E} [kind] @returns {E}
 */
export const get = (id, kind) => there(find(id), kind ?? HTMLElement, `#${id}`);

// The first element for a selector, which there is known to be one of.
/**
 * @template {Element} [E=HTMLElement] @param {ParentNode} within @param {string} selector
 * @param {new () => E} [kind] @returns {E}
 */
export const first = (within, selector, kind) =>
  there(within.querySelector(selector), kind ?? HTMLElement, selector);

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement[]} */
export const all = (within, selector) =>
  [...within.querySelectorAll(selector)].map((x) => /** @type {HTMLElement} */ (x));

// The element for a selector that an event happened in.
/** @param {Event} event @param {string} selector @returns {HTMLElement | null} */
export const around = (event, selector) =>
  event.target instanceof Element ? event.target.closest(selector) : null;

/** @param {string} name @param {string} className @param {...(Node | string)} children */
export const element = (name, className, ...children) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

/** @param {string} id @param {string} className @param {...(Node | string)} children */
export const linkTo = (id, className, ...children) => {
  const link = element("a", className, ...children);
  link.setAttribute("href", `#${id}`);
  return link;
};

// What a template of the page holds.
/** @param {string} id */
export const copyOf = (id) => {
  const copy = get(id, HTMLTemplateElement).content.cloneNode(true);
  return /** @type {DocumentFragment} */ (copy);
};

// Show which of the buttons for a decision is pressed.
/** @param {ParentNode} within @param {string} decision */
export const press = (within, decision) => {
  for (const button of all(within, "[data-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.choice === decision));
  }
};
