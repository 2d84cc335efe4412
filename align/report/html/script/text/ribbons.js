// The bands between the columns: from where a sentence stands on one side to where it stands on
// the other. They are drawn when they come near the screen, and again when the texts reflow.

import { all, first, get } from "../dom.js";
import { FrameQueue } from "../frames.js";
import { band, blunt, pointed, unrolled } from "./shapes.js";

/** Room between a column and the bands, in pixels. */
const REST = 5;
/** The least height of a band, in pixels. */
const THIN = 4;

/** @param {string} name @returns {SVGElement} in the name space of the page's own drawings */
const drawing = (name) => {
  const space = first(document, "svg.defs", SVGElement).namespaceURI;
  return /** @type {SVGElement} */ (document.createElementNS(space, name));
};

/**
 * @param {HTMLElement} sentence
 * @returns {Extent | null} in the window; nothing if it is not laid out
 */
const extentOf = (sentence) => {
  const lines = [...sentence.getClientRects()].filter((line) => line.width);
  const column = sentence.closest(".side")?.getBoundingClientRect();
  return lines.length && column ? unrolled(lines[0], lines[lines.length - 1], column) : null;
};

/** What to draw for the beads of a group; nothing is written before everything is measured. */
class Measured {
  /** @type {Shape[]} */
  shapes = [];

  /** @param {HTMLElement} pair @param {Beads} beads */
  constructor(pair, beads) {
    this.pair = pair;
    this.frame = pair.getBoundingClientRect();
    const [source, target] = all(pair, ":scope > .side");
    this.left = source.getBoundingClientRect().right - this.frame.left + REST;
    this.width = target.getBoundingClientRect().left - this.frame.left - REST - this.left;
    if (this.width <= 0) return;
    const found = new Set(all(pair, ".x").map((sentence) => beads.ofSentence(sentence.id)));
    for (const bead of found) if (bead && bead.state !== "aside") this.measure(bead);
  }

  /** @param {Bead} bead */
  measure(bead) {
    const d = this.outline(bead);
    const kind = bead.linked ? bead.flaw || bead.state : "null";
    // Where only the paragraph is linked for sure, its sentences are tied faintly.
    const loose =
      bead.linked && bead.target.some((id) => get(id).parentElement?.querySelector(".from"));
    if (d) this.shapes.push({ id: bead.id, className: `tie ${kind}${loose ? " loose" : ""}`, d });
  }

  /** @param {Bead} bead */
  outline(bead) {
    const source = this.extent(bead.source);
    const target = this.extent(bead.target);
    if (source && target) return band(this.left, this.width, source, target);
    if (source) return this.stub(bead, this.left, this.width, source, bead.target[0]);
    if (!target) return null;
    return this.stub(bead, this.left + this.width, -this.width, target, bead.source[0]);
  }

  /**
   * @param {Bead} bead @param {number} x @param {number} width @param {Extent} here
   * @param {string} other the first sentence of the other side
   */
  stub(bead, x, width, here, other) {
    if (!bead.linked) return blunt(x, width, here);
    const position = this.pair.compareDocumentPosition(get(other));
    return pointed(x, width, here, Boolean(position & Node.DOCUMENT_POSITION_FOLLOWING));
  }

  // Where sentences stand in this group, if any does.
  /** @param {string[]} ids @returns {Extent | null} */
  extent(ids) {
    const here = ids.map((id) => get(id)).filter((sentence) => this.pair.contains(sentence));
    const extents = here.map(extentOf).filter((extent) => extent !== null);
    const low = Math.min(...extents.map(([top]) => top));
    const high = Math.max(...extents.map(([, bottom]) => bottom));
    if (low >= high) return null;
    return [low - this.frame.top, Math.max(high, low + THIN) - this.frame.top];
  }
}

/** @param {Measured} measured @param {(path: SVGElement) => void} paint */
const draw = ({ pair, shapes }, paint) => {
  pair.querySelector("svg.ties")?.remove();
  const svg = drawing("svg");
  svg.setAttribute("class", "ties");
  svg.setAttribute("aria-hidden", "true");
  for (const { id, className, d } of shapes) {
    const path = drawing("path");
    path.setAttribute("class", className);
    path.setAttribute("d", d);
    path.dataset.row = id;
    paint(path);
    svg.append(path);
  }
  pair.append(svg);
};

// Draw what is near the screen, one chunk a frame, whenever its size or the page's language
// changes.
/** @param {Beads} beads @param {(path: SVGElement) => void} paint */
export const prepareRibbons = (beads, paint) => {
  /** @type {Set<Element>} */
  const near = new Set();
  /** @type {FrameQueue<Element>} */
  const queue = new FrameQueue((chunk) => {
    if (!near.has(chunk)) return;
    const measured = all(chunk, ".pair").map((pair) => new Measured(pair, beads));
    for (const one of measured) if (one.width > 0) draw(one, paint);
  });
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) queue.add(target);
  });
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && !near.has(target)) {
          near.add(target);
          sizes.observe(target);
        } else if (!isIntersecting) {
          near.delete(target);
          sizes.unobserve(target);
          for (const svg of all(target, "svg.ties")) svg.remove();
        }
      }
    },
    { rootMargin: "400px" },
  );
  for (const chunk of all(document, "#pairs .chunk")) observer.observe(chunk);
  get("switch").addEventListener("click", () => {
    for (const chunk of near) queue.add(chunk);
  });
};
