// Ribbons and plots as maps: a click leads to the place.

import { all } from "./dom.js";
import { goTo } from "./scrolling.js";

/** How near to a symbol a click is meant for it, in pixels: symbols are thin. */
const REACH = 12;

// From a place on a map to the sentence there.
/** @param {number[]} lengths of the sentences @param {number} share of their sum */
export const sentenceAt = (lengths, share) => {
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  const at = lengths.findIndex((length) => {
    rest -= length;
    return rest < 0;
  });
  return at < 0 ? lengths.length - 1 : at;
};

// Which box a click was meant for, if any.
/**
 * @param {{left: number, right: number, top: number, bottom: number}[]} boxes
 * @param {number} clickX @param {number} clickY @returns {number} its index, or -1
 */
export const nearest = (boxes, clickX, clickY) => {
  let best = -1;
  let least = REACH;
  boxes.forEach(({ left, right, top, bottom }, i) => {
    const x = Math.max(left - clickX, clickX - right, 0);
    const y = Math.max(top - clickY, clickY - bottom, 0);
    if (Math.hypot(x, y) < least) {
      best = i;
      least = Math.hypot(x, y);
    }
  });
  return best;
};

/** @param {number[][]} lengths of the sentences, by document */
export const prepareMaps = (lengths) => {
  /** @param {HTMLElement} map @param {MouseEvent} event */
  const jump = (map, event) => {
    const number = Number(map.dataset.document);
    const box = map.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    if (lengths[number].length) goTo(`d${number}-${sentenceAt(lengths[number], share)}`);
  };
  for (const map of all(document, ".map")) {
    map.addEventListener("click", (event) => {
      if (!event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      jump(map, event);
    });
  }
  for (const plot of all(document, "svg.plot")) {
    plot.addEventListener("click", (event) => {
      const spots = all(plot, ".spot");
      const boxes = spots.map((spot) => spot.getBoundingClientRect());
      const spot = spots[nearest(boxes, event.clientX, event.clientY)];
      if (spot) goTo(`r${spot.dataset.row}`);
      else jump(plot, event);
    });
  }
};
