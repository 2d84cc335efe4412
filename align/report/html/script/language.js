// The language of the interface: both are in the page, the style sheet shows one. The rule is that of
// choose_ui in align/report/messages.py: the one asked for, the reader's, the target's, English.

import { first, get } from "./dom.js";

/** How long a message can be read, in milliseconds. */
const READING_TIME = 6000;

// The first of a reader's languages that the page has, if there is one.
/** @param {readonly string[]} tags */
export const known = (tags) =>
  tags.map((tag) => tag.slice(0, 2)).find((x) => x === "en" || x === "zh");

/** @param {string} ui */
const showLanguage = (ui) => {
  const root = document.documentElement;
  root.dataset.ui = ui;
  root.lang = ui === "zh" ? "zh-Hans" : "en";
  const title = document.querySelector("title");
  if (title) title.textContent = title.dataset[ui] ?? "";
};

/** Show the reader's language, unless the page was made for one. */
export const openLanguage = () => {
  const ui = known(navigator.languages);
  if (ui && !("fixed" in document.documentElement.dataset)) showLanguage(ui);
};

export const switchLanguage = () => {
  showLanguage(document.documentElement.dataset.ui === "zh" ? "en" : "zh");
};

// Put values for the {names} in a text.
/** @param {string} text @param {Values} values */
export const fillIn = (text, values) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));

// Words of the interface in both languages, by their name in strings.json.
/** @param {string} name @param {Values} [values] */
export const phrase = (name, values = {}) => {
  const { content } = get("phrases", HTMLTemplateElement);
  const copy = /** @type {HTMLElement} */ (
    first(content, `[data-phrase="${name}"]`).cloneNode(true)
  );
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    node.data = fillIn(node.data, values);
  }
  return copy;
};

// Thousands of buttons are kept light: a label each, which changes with the language.
/** @param {Iterable<HTMLElement>} buttons */
export const label = (buttons) => {
  for (const button of buttons) {
    const { ui } = document.documentElement.dataset;
    const name = first(phrase(button.dataset.label ?? ""), `.${ui}`).textContent ?? "";
    button.ariaLabel = name;
    button.title = name;
  }
};

/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

// Say what just happened, seen at the foot of the window and read out by screen readers.
/** @param {string} name @param {Values} [values] */
export const say = (name, values) => {
  get("said").replaceChildren(phrase(`say.${name}`, values));
  clearTimeout(fading);
  fading = setTimeout(() => get("said").replaceChildren(), READING_TIME);
};
