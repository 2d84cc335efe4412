// One sentence at a time is chosen, to see its counterpart and to decide on the link.

import { opposite } from "../beads.js";
import { find } from "../dom.js";
import { bringIntoView } from "../scrolling.js";
import { fillBar, hideBar, paintBar } from "./bar.js";
import { decideLink, mark } from "./links.js";
import { sideOf } from "./sentences.js";

export class Chosen {
  /** @type {Bead | null} */
  bead = null;
  // The sentence that Tab leads to: the last one chosen, or else the first.
  /** @type {HTMLElement | null} */
  sentence = null;

  /** @param {Beads} beads @param {Decisions} decisions */
  constructor(beads, decisions) {
    this.beads = beads;
    this.decisions = decisions;
  }

  /** @param {HTMLElement} sentence */
  letTabLeadTo(sentence) {
    if (this.sentence !== sentence) this.sentence?.removeAttribute("tabindex");
    this.sentence = sentence;
    sentence.tabIndex = 0;
  }

  // Choose a sentence's bead.
  /** @param {HTMLElement} sentence */
  choose(sentence) {
    const bead = this.beads.ofSentence(sentence.id);
    if (!bead) return;
    if (this.bead !== bead) {
      mark(this.bead, "sel", false);
      this.bead = bead;
      mark(bead, "sel", true);
    }
    this.letTabLeadTo(sentence);
    fillBar(bead, sentence);
    this.paint();
  }

  // Choose a sentence, and see to it that the counterpart can be seen.
  /** @param {HTMLElement} sentence */
  chooseAndShow(sentence) {
    this.choose(sentence);
    const other = this.counterpart(sentence);
    if (other) bringIntoView(other, sentence);
    else bringIntoView(sentence);
  }

  // Choose the sentence that the keyboard is on: it stays in view itself.
  /** @param {HTMLElement} sentence */
  chooseFocused(sentence) {
    this.choose(sentence);
    bringIntoView(sentence, this.counterpart(sentence));
  }

  /** @param {HTMLElement | null} sentence */
  focus(sentence) {
    if (!sentence) return;
    sentence.tabIndex = 0;
    sentence.focus({ preventScroll: true });
    this.chooseFocused(sentence);
  }

  unchoose() {
    mark(this.bead, "sel", false);
    this.bead = null;
    hideBar();
  }

  // The first sentence of the other side.
  /** @param {Element} sentence */
  counterpart(sentence) {
    const [id] = this.bead?.[opposite(sideOf(sentence))] ?? [];
    return id === undefined ? null : find(id);
  }

  /** @param {string | undefined} where a side, or away */
  go(where) {
    if (where === "away") {
      this.unchoose();
      this.sentence?.focus({ preventScroll: true });
    } else {
      const [id] = this.bead?.[where === "source" ? "source" : "target"] ?? [];
      if (id !== undefined) this.focus(find(id));
    }
  }

  /** @param {string} choice */
  decide(choice) {
    decideLink(this.decisions, this.bead, choice);
  }

  paint() {
    if (this.bead) paintBar(this.bead, this.decisions.of(this.bead.id).decision);
  }
}
