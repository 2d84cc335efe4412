// The texts side by side, in paragraphs or in rows: which view is open, and the way between them.

import { all, around, find, first, get } from "../dom.js";
import { bringIntoView, topOfTexts } from "../scrolling.js";
import { Chosen } from "./chosen.js";
import { decideLink, tiesOf } from "./links.js";
import { preparePairs } from "./pairs.js";
import { prepareRibbons } from "./ribbons.js";
import { Rows } from "./rows.js";
import { beadAt, sentencesOf } from "./sentences.js";

class Views {
  /** Which is open: "pairs" or "rows". */
  open = "pairs";

  /** @param {Beads} beads @param {Chosen} chosen @param {Rows} rows */
  constructor(beads, chosen, rows) {
    this.beads = beads;
    this.chosen = chosen;
    this.rows = rows;
  }

  // Open a view where the other one was.
  /** @param {string | undefined} view */
  change(view) {
    if (!view || view === this.open) return;
    const bead = this.chosen.bead ?? this.beadInView();
    this.open = view;
    if (view === "rows") {
      this.rows.prepare();
      this.chosen.unchoose();
    }
    for (const name of ["pairs", "rows"]) get(name).hidden = name !== view;
    get("ways").hidden = view === "rows";
    for (const button of all(document, ".views button")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    if (!bead) return;
    if (view === "rows") this.rows.show(bead);
    else sentencesOf(bead)[0].scrollIntoView();
  }

  /** What stands at the top of the window, to show the same place in the other view. */
  beadInView() {
    const line = topOfTexts();
    const isBelow = (/** @type {Element} */ x) => x.getBoundingClientRect().bottom > line;
    const chunk = [...get(this.open).children].find(isBelow);
    const parts = chunk ? all(chunk, this.open === "pairs" ? ".pair" : "tr[id]") : [];
    const part = parts.find(isBelow);
    return this.open === "pairs"
      ? this.beads.ofSentence(part?.querySelector(".x")?.id)
      : this.beads.ofRow(part?.id ?? "");
  }

  /** Follow a link to a row, a sentence or a mark, in the view that is open. */
  arrive() {
    const id = location.hash.slice(1);
    const bead = beadAt(this.beads, id);
    if (!bead) return;
    if (this.open === "rows") {
      this.rows.show(bead);
      return;
    }
    const named = find(id)?.closest("#pairs") ? find(id) : null;
    const sentence = /** @type {HTMLElement} */ (named?.closest(".x") ?? sentencesOf(bead)[0]);
    this.chosen.choose(sentence);
    bringIntoView(named ?? sentence, this.chosen.counterpart(sentence));
  }
}

/** @param {Beads} beads @param {Decisions} decisions */
export const prepareText = (beads, decisions) => {
  const chosen = new Chosen(beads, decisions);
  const rows = new Rows(get("rows"), beads, decisions);
  const views = new Views(beads, chosen, rows);
  preparePairs(get("pairs"), beads, chosen);
  prepareRibbons(beads, (path) => {
    const { row = "" } = path.dataset;
    path.dataset.decision = decisions.of(row).decision;
    path.classList.toggle("sel", row === chosen.bead?.id);
  });
  prepareButtons(beads, decisions, views);
  decisions.watchers.push((id) => {
    const bead = beads.ofRow(id);
    if (!bead) return;
    rows.paint(bead);
    for (const tie of tiesOf(bead)) tie.dataset.decision = decisions.of(id).decision;
    if (chosen.bead === bead) chosen.paint();
  });
  get("switch").addEventListener("click", () => rows.label());
  addEventListener("hashchange", () => views.arrive());
  views.arrive();
};

/** @param {Beads} beads @param {Decisions} decisions @param {Views} views */
const prepareButtons = (beads, decisions, views) => {
  get("rows").addEventListener("click", (event) => {
    const { choice } = around(event, ".link button")?.dataset ?? {};
    const row = around(event, "tr");
    if (choice && row) decideLink(decisions, beads.ofRow(row.id), choice);
  });
  get("bead").addEventListener("click", (event) => {
    const { choice, go } = around(event, "button")?.dataset ?? {};
    if (choice) views.chosen.decide(choice);
    else if (go) views.chosen.go(go);
  });
  first(document, ".views").addEventListener("click", (event) => {
    views.change(around(event, "button")?.dataset.view);
  });
};
