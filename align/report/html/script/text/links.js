// A bead in the texts: its sentences and its bands light up together, and its link is decided on.

import { say } from "../language.js";
import { sentencesOf } from "./sentences.js";

// The bands of a bead, where they are drawn.
/** @param {Bead} bead @returns {NodeListOf<SVGElement>} */
export const tiesOf = (bead) => document.querySelectorAll(`.tie[data-row="${bead.id}"]`);

/** @param {Bead | null} bead @param {"lit" | "sel"} name @param {boolean} on */
export const mark = (bead, name, on) => {
  if (!bead) return;
  for (const node of [...sentencesOf(bead), ...tiesOf(bead)]) node.classList.toggle(name, on);
};

/** @param {Decisions} decisions @param {Bead | null | undefined} bead @param {string} choice */
export const decideLink = (decisions, bead, choice) => {
  if (!bead?.linked) return;
  const decision = decisions.toggle(bead.id, choice);
  say(decision || "link_open", { row: bead.row });
};
