// The cards of findings. Those beyond the first hundreds wait in templates; a card that a filter
// leaves out is not in the page at all, so that thousands cost nothing.
const cards = { groups: [], byId: new Map() };

const gatherCards = () => {
  for (const group of document.querySelectorAll(".group[data-severity]")) {
    const later = group.querySelector("template");
    const list = [...group.querySelectorAll(".card"), ...(later?.content.querySelectorAll(".card") ?? [])];
    cards.groups.push({ group, list });
    for (const card of list) cards.byId.set(card.id, card);
  }
};

const cardOf = (id) => cards.byId.get(id);

// Let a list hold these cards, in this order, without touching those that are in place: a card
// that is taken out and put back loses the keyboard.
const fill = (list, wanted) => {
  const kept = new Set(wanted);
  for (const card of [...list.children]) if (!kept.has(card)) card.remove();
  let next = list.firstElementChild;
  for (const card of wanted) {
    if (card === next) next = next.nextElementSibling;
    else list.insertBefore(card, next);
  }
};

// Go through many without a late frame: at once what can be done in some milliseconds, the rest
// between frames, until something newer begins.
const SLICE = 10;
const inSlices = (items, act, done, isStale) => {
  let i = 0;
  const go = () => {
    if (isStale()) return;
    const until = performance.now() + SLICE;
    while (i < items.length) {
      act(items[i]);
      i += 1;
      if (i % 8 === 0 && performance.now() > until) {
        setTimeout(go);
        return;
      }
    }
    done();
  };
  go();
};
