// The bar about the chosen sentence: its bead, where it is, and buttons for the link.

import { opposite } from "../beads.js";
import { all, copyOf, first, get, press } from "../dom.js";
import { phrase } from "../language.js";
import { placeOf, sideOf, textIn } from "./sentences.js";

export const hideBar = () => {
  get("bead").hidden = true;
};

/** @param {Bead} bead @param {HTMLElement} sentence */
export const fillBar = (bead, sentence) => {
  const bar = get("bead");
  if (!bar.firstElementChild) bar.append(copyOf("bead-bar"));
  get("bead-row").replaceChildren(phrase("bead.row", { row: bead.row }));
  first(bar, ".said").replaceChildren(...factsOf(bead).flatMap((fact) => [" · ", fact]));
  const place = placeOf(sentence)?.cloneNode(true).childNodes ?? [];
  first(bar, ".where").replaceChildren(...(place.length ? [" · ", ...place] : []));
  first(bar, "[role=status]").textContent = bead[opposite(sideOf(sentence))].map(textIn).join(" ");
  bar.hidden = false;
};

// Show what is decided on a link; what is none has no buttons.
/** @param {Bead} bead @param {string} decision */
export const paintBar = (bead, decision) => {
  const bar = get("bead");
  for (const button of all(bar, "[data-choice], [data-go=source], [data-go=target]")) {
    button.hidden = !bead.linked;
  }
  press(bar, decision);
};

/** @param {Bead} bead */
const factsOf = (bead) => {
  if (bead.state === "aside") return [phrase("null.aside")];
  if (!bead.linked) return [phrase(bead.source.length ? "null.target" : "null.source")];
  const numbers = {
    type: `${bead.source.length} : ${bead.target.length}`,
    p: bead.probability.toFixed(2),
    s: bead.similarity.toFixed(2),
  };
  return [
    ...(bead.state === "moved" ? [phrase("state.moved")] : []),
    ...(bead.flaw ? [phrase(`state.${bead.flaw}`)] : []),
    phrase("bead.numbers", numbers),
  ];
};
