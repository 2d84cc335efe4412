// Ribbons and plots as maps: a click leads to the place.

// From a place on a map to the sentence there; the lengths are those of the sentences.
const sentenceAt = (lengths, share) => {
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  const at = lengths.findIndex((length) => (rest -= length) < 0);
  return at < 0 ? lengths.length - 1 : at;
};

// The symbol that a click was meant for: symbols are thin, so near is enough.
const REACH = 12;
const nearest = (spots, { clientX, clientY }) => {
  let best = null;
  let least = REACH;
  for (const spot of spots) {
    const box = spot.getBoundingClientRect();
    const x = Math.max(box.left - clientX, clientX - box.right, 0);
    const y = Math.max(box.top - clientY, clientY - box.bottom, 0);
    if (Math.hypot(x, y) < least) [best, least] = [spot, Math.hypot(x, y)];
  }
  return best;
};

const prepareMaps = (lengths) => {
  const jump = (number, share) => {
    if (lengths[number].length) goTo(`d${number}-${sentenceAt(lengths[number], share)}`);
  };
  for (const map of document.querySelectorAll(".map")) {
    map.addEventListener("click", (event) => {
      if (!event.detail || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const box = map.getBoundingClientRect();
      event.preventDefault();
      jump(Number(map.dataset.document), (event.clientX - box.left) / box.width);
    });
  }
  for (const plot of document.querySelectorAll("svg.plot")) {
    plot.addEventListener("click", (event) => {
      const spot = nearest(plot.querySelectorAll(".spot"), event);
      const box = plot.getBoundingClientRect();
      if (spot) goTo(`r${spot.dataset.row}`);
      else jump(Number(plot.dataset.document), (event.clientX - box.left) / box.width);
    });
  }
};
