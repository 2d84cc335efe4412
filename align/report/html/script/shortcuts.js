// Keys that act, unless the reader turned them off.

import { find, get } from "./dom.js";
import { store, stored } from "./storage.js";

const TYPED_IN = "textarea, select, input:not([type=checkbox], [type=radio])";

const box = () => /** @type {HTMLInputElement | null} */ (find("shortcuts"));

// The letter of a shortcut, or nothing where the key is meant for something else.
/** @param {KeyboardEvent} event */
export const keyOf = (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return "";
  if (event.isComposing || event.defaultPrevented) return "";
  if (!(box()?.checked ?? true)) return "";
  if (event.target instanceof Element && event.target.closest(TYPED_IN)) return "";
  return event.key.length === 1 ? event.key.toLowerCase() : "";
};

// Let the box say what was chosen in this browser. It stands in the form, but is no filter: what
// is chosen outlives "show all".
/** @returns {() => void} what sets the box again after the form was reset */
export const prepareShortcuts = () => {
  const shortcuts = get("shortcuts", HTMLInputElement);
  let wanted = stored("duizhao-shortcuts") !== "off";
  shortcuts.checked = wanted;
  shortcuts.addEventListener("change", () => {
    wanted = shortcuts.checked;
    store("duizhao-shortcuts", wanted ? "on" : "off");
  });
  return () => {
    shortcuts.checked = wanted;
  };
};
