// Bringing what is asked for into view.

import { around, find, first, get } from "./dom.js";

/** Room between what is brought into view and what covers the window's edges, in pixels. */
const MARGIN = 8;

/** Where the bar at the top of the window ends and the texts begin. */
export const topOfTexts = () => first(document, ".bar").getBoundingClientRect().bottom + MARGIN;

const bottomOfTexts = () => {
  const bar = get("bead");
  return innerHeight - (bar.hidden ? 0 : bar.offsetHeight) - MARGIN;
};

// How far to scroll so that a box can be seen; with another one, if there is room for both.
/** @param {Room} box @param {Room} other @param {Room} room */
export const distance = (box, other, room) => {
  const height = room.bottom - room.top;
  const both = { top: Math.min(box.top, other.top), bottom: Math.max(box.bottom, other.bottom) };
  const { top, bottom } = both.bottom - both.top <= height ? both : box;
  if (top >= room.top && bottom <= room.bottom) return 0;
  return top < room.top || bottom - top > height ? top - room.top : bottom - room.bottom;
};

// Bring an element into the part of the window that no bar covers. What comes near the screen is
// laid out only then, so look once more.
/**
 * @param {Element} element @param {Element | null} [other] to be seen as well, if there is room
 * @param {number} [looks]
 */
export const bringIntoView = (element, other, looks = 2) => {
  const box = element.getBoundingClientRect();
  const room = { top: topOfTexts(), bottom: bottomOfTexts() };
  const top = distance(box, other?.getBoundingClientRect() ?? box, room);
  if (!top) return;
  scrollBy({ top, behavior: "instant" });
  if (looks) requestAnimationFrame(() => bringIntoView(element, other, looks - 1));
};

// Go to an element as a link does, also to one that a filter hides.
/** @param {string} id */
export const goTo = (id) => {
  if (location.hash === `#${id}`) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = id;
};

// Open what is folded around the place that the address names.
const unfold = () => {
  const place = find(location.hash.slice(1));
  const folded = place?.closest("details") ?? place?.querySelector(":scope > details");
  if (!(folded instanceof HTMLDetailsElement) || folded.open) return;
  folded.open = true;
  place?.scrollIntoView();
};

/** Follow a link to where the address leads already, and to what is folded: browsers would not. */
export const followLinks = () => {
  addEventListener("hashchange", unfold);
  unfold();
  document.addEventListener("click", (event) => {
    const link = around(event, "a[href^='#']");
    if (!(link instanceof HTMLAnchorElement)) return;
    if (link.hash && link.hash === location.hash) goTo(link.hash.slice(1));
  });
};
