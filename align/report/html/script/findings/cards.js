// The cards of findings. Those beyond the first hundred wait in templates; a card that a filter
// leaves out is not in the page at all, so that thousands cost nothing.

import { all, copyOf, first, press } from "../dom.js";

/** @returns {Group[]} worst first */
export const gatherCards = () =>
  all(document, ".group[data-severity]").map((section) => {
    const later = section.querySelector("template")?.content;
    return { section, cards: [...all(section, ".card"), ...(later ? all(later, ".card") : [])] };
  });

// Let a list hold these cards, in this order, without touching those that are in place: a card
// that is taken out and put back loses the keyboard.
/** @param {Element} list @param {HTMLElement[]} wanted */
export const fill = (list, wanted) => {
  const kept = new Set(wanted);
  for (const card of all(list, ":scope > *")) if (!kept.has(card)) card.remove();
  let next = list.firstElementChild;
  for (const card of wanted) {
    if (card === next) next = next.nextElementSibling;
    else list.insertBefore(card, next);
  }
};

/** @param {HTMLElement} card */
export const commentOf = (card) => first(card, "textarea", HTMLTextAreaElement);

// Give a card its buttons, unless it has them.
/** @param {HTMLElement} card @param {Decision} decision */
export const equip = (card, decision) => {
  if (card.querySelector(".decide")) return;
  card.querySelector(".said")?.remove();
  card.append(copyOf("decide"));
  first(card, ".decide").setAttribute("aria-labelledby", `${card.id}-title`);
  commentOf(card).setAttribute("aria-describedby", `${card.id}-title`);
  paint(card, decision);
};

// Show what is decided on a card; one without buttons notes it for later.
/** @param {HTMLElement} card @param {Decision} decision */
export const paint = (card, { decision, comment }) => {
  card.dataset.decision = decision;
  const bar = card.querySelector(".decide");
  if (!bar) return;
  press(bar, decision);
  const field = commentOf(card);
  const isTyped = document.activeElement === field;
  offerUndo(card, Boolean(decision || comment || isTyped));
  if (!isTyped || field.value.trim() !== comment) field.value = comment;
  showField(field, comment !== "" || isTyped);
};

// Offer to undo where there is something to undo; the keyboard stays on the card.
/** @param {HTMLElement} card @param {boolean} offered */
const offerUndo = (card, offered) => {
  const button = first(card, "[data-act=undo]", HTMLButtonElement);
  const held = document.activeElement === button;
  button.hidden = !offered;
  if (held && !offered) card.focus({ preventScroll: true });
};

/** @param {HTMLTextAreaElement} field @param {boolean} shown */
export const showField = (field, shown) => {
  const label = field.closest("label");
  if (label) label.hidden = !shown;
};
