// Which findings a reader asks for, and in which order.

import { all, first } from "../dom.js";

// Letters as a reader sees them: no case, no full and half width, no runs of spaces.
/** @param {string} text */
export const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

/** @param {Wanted} wanted @param {Facts} facts */
export const fits = (wanted, facts) =>
  wanted.severities.has(facts.severity) &&
  wanted.kinds.has(facts.kind) &&
  wanted.decisions.has(facts.decision || "open") &&
  facts.confidence >= wanted.confidence &&
  wanted.words.every((word) => facts.text().includes(word));

/** @type {Record<string, (finding: FindingData) => number>} */
const RANKS = {
  source: (finding) => finding.place.source,
  target: (finding) => finding.place.target,
  confidence: (finding) => -finding.confidence,
};

/**
 * @template {{id: string}} T @param {T[]} cards worst first
 * @param {Record<string, FindingData>} findings @param {string} sort
 */
export const sorted = (cards, findings, sort) => {
  const rank = RANKS[sort];
  return rank ? [...cards].sort((a, b) => rank(findings[a.id]) - rank(findings[b.id])) : cards;
};

/** @param {HTMLFormElement} form @returns {Wanted} */
export const readForm = (form) => {
  const ticked = (/** @type {string} */ name) =>
    new Set(all(form, `[name=${name}]:checked`).map((box) => box.getAttribute("value") ?? ""));
  const field = (/** @type {string} */ selector) => first(form, selector, HTMLInputElement);
  return {
    severities: ticked("severity"),
    kinds: ticked("kind"),
    decisions: ticked("decision"),
    confidence: field("[name=confidence]").valueAsNumber / 100,
    words: fold(field("[name=search]").value).split(" ").filter(Boolean),
    sort: field("[name=sort]:checked").value,
  };
};

const KINDS_OF_BOXES = new Set(["severity", "kind", "decision"]);

// Let the form ask for everything.
/** @param {HTMLFormElement} form */
export const askForAll = (form) => {
  for (const box of form.elements) {
    if (box instanceof HTMLInputElement && KINDS_OF_BOXES.has(box.name)) box.checked = true;
  }
  first(form, "[name=confidence]", HTMLInputElement).value = "0";
  first(form, "[name=search]", HTMLInputElement).value = "";
};

// What a search looks through, but for the comment: words shown in both languages, and the texts.
/** @param {HTMLElement} card @param {FindingData} finding */
export const searchText = (card, { source, target, context }) => {
  const shown = all(card, ".fid, .message, .evidence dd").map((x) => x.textContent);
  return fold([...shown, source, target, context].join("\n"));
};
