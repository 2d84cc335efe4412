// The texts side by side in paragraphs: what the mouse and the keyboard do there.

import { all, around, find } from "../dom.js";
import { keyOf } from "../shortcuts.js";
import { mark } from "./links.js";
import { neighbour } from "./sentences.js";

/** @param {HTMLElement} pairs @param {Beads} beads @param {Chosen} chosen */
export const preparePairs = (pairs, beads, chosen) => {
  /** @param {Event} event */
  const beadUnder = (event) => {
    const tie = around(event, ".tie");
    return tie ? beads.ofRow(tie.dataset.row ?? "") : beads.ofSentence(around(event, ".x")?.id);
  };
  lightBeads(pairs, beadUnder);
  lightFindings();
  chooseByMouse(pairs, beadUnder, chosen);
  chooseByFocus(pairs, chosen);
  prepareKeys(pairs, chosen);
  /** @type {HTMLElement | null} */
  const sentence = pairs.querySelector(".x");
  if (sentence) chosen.letTabLeadTo(sentence);
};

// Light up what belongs together while the mouse is on it.
/** @param {HTMLElement} pairs @param {(event: Event) => Bead | undefined} beadUnder */
const lightBeads = (pairs, beadUnder) => {
  /** @type {Bead | null} */
  let lit = null;
  const light = (/** @type {Event} */ event) => {
    const bead = event.type === "pointerleave" ? null : (beadUnder(event) ?? null);
    if (bead === lit) return;
    mark(lit, "lit", false);
    lit = bead;
    mark(bead, "lit", true);
  };
  pairs.addEventListener("pointerover", light);
  pairs.addEventListener("pointerleave", light);
};

// Light up a mark's other half, here and in the list, while the mouse or the keyboard is on one.
const lightFindings = () => {
  let lit = "";
  const light = (/** @type {Event} */ event) => {
    const on = event.type === "focusout" ? null : around(event, "mark[data-finding]");
    const finding = on?.dataset.finding ?? "";
    if (finding === lit) return;
    lit = finding;
    for (const one of all(document, "mark.lit")) one.classList.remove("lit");
    if (!lit) return;
    for (const one of all(document, `mark[data-finding="${lit}"]`)) one.classList.add("lit");
  };
  for (const name of ["pointerover", "focusin", "focusout"]) document.addEventListener(name, light);
};

/**
 * @param {HTMLElement} pairs @param {(event: Event) => Bead | undefined} beadUnder
 * @param {Chosen} chosen
 */
const chooseByMouse = (pairs, beadUnder, chosen) => {
  pairs.addEventListener("click", (event) => {
    if (around(event, "a") || getSelection()?.toString()) return;
    const sentence = around(event, ".x");
    const bead = beadUnder(event);
    if (sentence) {
      chosen.chooseAndShow(sentence);
      sentence.focus({ preventScroll: true });
    } else if (bead) {
      const first = find(bead.source[0] ?? bead.target[0]);
      if (first) chosen.chooseAndShow(first);
    }
  });
};

// A sentence that the keyboard comes to is chosen; one that the mouse presses, with the click.
/** @param {HTMLElement} pairs @param {Chosen} chosen */
const chooseByFocus = (pairs, chosen) => {
  let pressed = false;
  const press = () => {
    pressed = true;
  };
  const release = () => {
    pressed = false;
  };
  addEventListener("pointerdown", press, true);
  addEventListener("pointerup", () => setTimeout(release), true);
  addEventListener("pointercancel", release, true);
  pairs.addEventListener("focusin", (event) => {
    const sentence = asSentence(event.target);
    if (sentence && !pressed) chosen.chooseFocused(sentence);
  });
};

/** @param {HTMLElement} pairs @param {Chosen} chosen */
const prepareKeys = (pairs, chosen) => {
  /** @type {Record<string, (sentence: HTMLElement) => void>} */
  const moves = {
    ArrowDown: (sentence) => chosen.focus(neighbour(sentence, 1)),
    ArrowUp: (sentence) => chosen.focus(neighbour(sentence, -1)),
    ArrowLeft: () => chosen.go("source"),
    ArrowRight: () => chosen.go("target"),
    Escape: () => chosen.unchoose(),
  };
  /** @type {Record<string, string>} */
  const choices = { a: "confirmed", d: "rejected" };
  pairs.addEventListener("keydown", (event) => {
    const sentence = asSentence(event.target);
    if (!sentence) return;
    const choice = choices[keyOf(event)];
    const isPlain = !(event.ctrlKey || event.altKey || event.metaKey || event.shiftKey);
    const move = isPlain ? moves[event.key] : undefined;
    if (!choice && !move) return;
    event.preventDefault();
    if (choice) chosen.decide(choice);
    else move?.(sentence);
  });
};

// A target, if it is a sentence.
/** @param {EventTarget | null} target */
const asSentence = (target) =>
  target instanceof HTMLElement && target.matches(".x") ? target : null;
