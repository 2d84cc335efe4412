// Sentences in the page.

import { all, find } from "../dom.js";

/** @param {Bead} bead @returns {HTMLElement[]} */
export const sentencesOf = (bead) =>
  [...bead.source, ...bead.target].map(find).filter((sentence) => sentence !== null);

// The bead of a row, of a sentence, or of the sentence that a mark stands in.
/** @param {Beads} beads @param {string} id */
export const beadAt = (beads, id) =>
  beads.ofRow(id) ?? beads.ofSentence(id) ?? beads.ofSentence(find(id)?.closest(".x")?.id);

/** @param {Element} sentence @returns {Side} */
export const sideOf = (sentence) =>
  sentence.closest(".side")?.classList.contains("source") ? "source" : "target";

// The sentence that stands some places on in the same document.
/** @param {Element} sentence @param {number} by */
export const neighbour = (sentence, by) => {
  const [number, n] = sentence.id.slice(1).split("-").map(Number);
  return find(`d${number}-${n + by}`);
};

// Where a sentence is in its file, in an element that says so; only where that is known.
/** @param {Element} sentence */
export const placeOf = (sentence) => {
  const before = sentence.previousElementSibling;
  return before?.classList.contains("place") ? before : null;
};

// A sentence's text without what the report says inside it.
/** @param {string} id */
export const textIn = (id) => {
  const sentence = find(id);
  if (!sentence?.querySelector(".tag, .hole")) return sentence?.textContent ?? "";
  const copy = /** @type {HTMLElement} */ (sentence.cloneNode(true));
  for (const node of all(copy, ".tag, .hole")) node.remove();
  return copy.textContent ?? "";
};
