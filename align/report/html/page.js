"use strict";
// The page's script, in parts that are put together in the order of report.py. Texts of documents
// are only ever read from and written to text nodes.

const root = document.documentElement;
root.classList.add("js");

// The interface language: both are in the page, the style sheet shows one.
const showLanguage = (ui) => {
  root.dataset.ui = ui;
  root.lang = ui === "zh" ? "zh-Hans" : "en";
  const title = document.querySelector("title");
  if (title) title.textContent = title.dataset[ui];
};

if (!("fixed" in root.dataset)) {
  const known = navigator.languages.map((tag) => tag.slice(0, 2)).find((x) => x === "en" || x === "zh");
  if (known) showLanguage(known);
}

const byId = (id) => document.getElementById(id);

// A sentence of the interface in both languages, with {names} replaced by values.
const phrase = (name, values = {}) => {
  const copy = byId("phrases").content.querySelector(`[data-phrase="${name}"]`).cloneNode(true);
  const texts = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    node.data = node.data.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
  }
  return copy;
};

// What just happened, seen at the foot of the window and read out by screen readers.
const READING_TIME = 6000;
let fading = 0;
const say = (name, values) => {
  byId("said").replaceChildren(phrase(name, values));
  clearTimeout(fading);
  fading = setTimeout(() => byId("said").replaceChildren(), READING_TIME);
};

// Storage may be refused, above all to files opened from disk: then nothing is kept, and no more.
const stored = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const store = (name, text) => {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
};

// Do something with each element before it comes on screen: at once if there are few, else one a
// frame, so that no frame is late.
const whenNear = (elements, few, act) => {
  if (elements.length <= few) {
    elements.forEach(act);
    return;
  }
  const waiting = new Set();
  let running = false;
  const next = () => {
    const [element] = waiting;
    waiting.delete(element);
    if (element) {
      observer.unobserve(element);
      act(element);
    }
    running = waiting.size > 0;
    if (running) requestAnimationFrame(next);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) waiting.add(entry.target);
        else waiting.delete(entry.target);
      }
      if (waiting.size && !running) {
        running = true;
        requestAnimationFrame(next);
      }
    },
    { rootMargin: "600px" },
  );
  elements.forEach((element) => observer.observe(element));
};

// The letter of a shortcut, or nothing where the key is meant for something else.
const keyOf = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return "";
  if (!(byId("shortcuts")?.checked ?? true)) return "";
  if (event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])")) return "";
  return event.key.length === 1 ? event.key.toLowerCase() : "";
};

// Scroll to an element, also to one that a filter hides, and let the keyboard go on from there.
const goTo = (id) => {
  if (location.hash === `#${id}`) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = id;
};
