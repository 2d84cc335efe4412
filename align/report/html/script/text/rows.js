// The second view: a row for each bead, with its numbers. The tables are made from the paragraphs
// when they come near the screen.

import { all, copyOf, element, find, first, get, linkTo, press } from "../dom.js";
import { whenNear } from "../frames.js";
import { label, phrase } from "../language.js";
import { placeOf } from "./sentences.js";

/** Rows in one table, which is laid out only near the screen. */
const ROWS_A_TABLE = 25;
/** Tables that are made at once. */
const FEW = 2;

// A sentence as the paragraphs show it, in a line of its own.
/** @param {string} id */
const lineOf = (id) => {
  const sentence = get(id);
  const para = /** @type {HTMLElement} */ (sentence.closest(".para"));
  const copy = /** @type {HTMLElement} */ (sentence.cloneNode(true));
  copy.removeAttribute("tabindex");
  for (const node of [copy, ...all(copy, "[id]")]) node.removeAttribute("id");
  copy.className = para.classList.contains("heading") ? "x heading" : "x";
  copy.lang = para.lang;
  copy.dir = "auto";
  const line = element("p", "");
  const kind = para.querySelector(".kind");
  if (kind) line.append(kind.cloneNode(true), " ");
  line.append(element("span", "id", id.split("-")[1]), " ");
  const place = placeOf(sentence);
  if (place) line.append(element("span", "place", ...place.cloneNode(true).childNodes), " ");
  line.append(copy);
  return line;
};

/** @param {Bead} bead @param {Side} side */
const sideCell = (bead, side) => {
  if (bead[side].length) return element("td", side, ...bead[side].map(lineOf));
  const note = phrase(bead.state === "aside" ? "null.aside" : `null.${side}`);
  return element("td", `${side} empty`, element("p", "note", note));
};

/** @param {Bead} bead @param {boolean} isOneOfSeveral whether there are several sources */
const beadCell = (bead, isOneOfSeveral) => {
  const cell = element("td", "b");
  if (bead.linked) cell.append(first(copyOf("link"), ".link"));
  cell.append(element("b", "", `${bead.source.length}-${bead.target.length}`));
  if (bead.state !== "aside") {
    cell.append(" ", element("span", "", `p ${bead.probability.toFixed(2)}`));
  }
  if (bead.linked) cell.append(" ", element("span", "", `s ${bead.similarity.toFixed(2)}`));
  if (isOneOfSeveral && bead.source.length) {
    const source = phrase("role.source");
    source.append(` ${bead.document + 1}`);
    cell.append(" ", source);
  }
  if (bead.move) {
    const { side, row, down } = bead.move;
    const words = phrase(`move.${side}`, { row });
    cell.append(" ", linkTo(`r${row}`, "move", down ? "↓ " : "↑ ", words));
  }
  return cell;
};

/** @param {Bead} bead @param {boolean} isOneOfSeveral */
const rowOf = (bead, isOneOfSeveral) => {
  const number = element("th", "n", linkTo(bead.id, "", String(bead.row)));
  number.setAttribute("scope", "row");
  const [source, target] = [sideCell(bead, "source"), sideCell(bead, "target")];
  const row = element("tr", bead.state, number, source, beadCell(bead, isOneOfSeveral), target);
  row.id = bead.id;
  return row;
};

export class Rows {
  /** @param {HTMLElement} place @param {Beads} beads @param {Decisions} decisions */
  constructor(place, beads, decisions) {
    this.place = place;
    this.beads = beads;
    this.decisions = decisions;
  }

  /** Mark where the tables will stand, unless that is done. */
  prepare() {
    if (this.place.firstChild) return;
    for (let i = 0; i < this.beads.list.length; i += ROWS_A_TABLE) {
      const chunk = element("div", "chunk waiting");
      chunk.dataset.first = String(i);
      this.place.append(chunk);
    }
    whenNear([...this.place.children], FEW, (chunk) => this.#build(chunk));
  }

  /** @param {Bead} bead */
  show(bead) {
    this.#build(this.place.children[Math.floor((bead.row - 1) / ROWS_A_TABLE)]);
    for (const row of all(document, "tr.chosen")) row.classList.remove("chosen");
    const row = get(bead.id);
    row.classList.add("chosen");
    row.scrollIntoView();
  }

  // Show what is decided on a link, if its row is there.
  /** @param {Bead} bead */
  paint(bead) {
    const row = find(bead.id);
    if (row) this.#paintRow(row);
  }

  label() {
    label(all(this.place, ".link button"));
  }

  /** @param {HTMLElement} row */
  #paintRow(row) {
    const { decision } = this.decisions.of(row.id);
    row.dataset.decision = decision;
    press(row, decision);
  }

  /** @param {Element} chunk */
  #build(chunk) {
    if (chunk.firstChild) return;
    const i = Number(/** @type {HTMLElement} */ (chunk).dataset.first);
    const some = this.beads.list.slice(i, i + ROWS_A_TABLE);
    const table = copyOf("table");
    const numbers = { first: i + 1, last: i + some.length };
    first(table, "caption").append(phrase("text.caption", numbers));
    const rows = some.map((bead) => rowOf(bead, this.beads.last > 1));
    for (const row of rows) this.#paintRow(row);
    first(table, "tbody").append(...rows);
    label(all(table, ".link button"));
    chunk.append(table);
    chunk.classList.remove("waiting");
  }
}
