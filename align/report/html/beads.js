// Beads: which sentences belong together. A row's id is r and its number; a sentence's is d, the
// number of its document, and its own.
const beads = { list: [], bySentence: new Map(), last: 0 };

const prepareBeads = (data) => {
  beads.last = data.lengths.length - 1;
  beads.list = data.beads.map(([number, source, target, p, s, state, flaw = "", move = null], i) => ({
    id: `r${i + 1}`,
    row: i + 1,
    document: number,
    source: source.map((n) => `d${number}-${n}`),
    target: target.map((n) => `d${beads.last}-${n}`),
    p,
    s,
    state,
    flaw,
    move,
    linked: source.length > 0 && target.length > 0,
  }));
  for (const bead of beads.list) {
    for (const id of [...bead.source, ...bead.target]) beads.bySentence.set(id, bead);
  }
};

const beadOfRow = (id) => (/^r\d+$/.test(id) ? beads.list[Number(id.slice(1)) - 1] : undefined);

// The bead of a row, of a sentence, or of the sentence that a mark stands in.
const beadAt = (id) =>
  beadOfRow(id) ?? beads.bySentence.get(id) ?? beads.bySentence.get(byId(id)?.closest(".x")?.id);

const sentencesOf = (bead) => [...bead.source, ...bead.target].map(byId);
const sideOf = (sentence) => (sentence.closest(".side").classList.contains("source") ? "source" : "target");
const opposite = (side) => (side === "source" ? "target" : "source");

// A sentence's text without what the report says inside it.
const textIn = (sentence) => {
  if (!sentence?.querySelector(".tag, .hole")) return sentence?.textContent ?? "";
  const copy = sentence.cloneNode(true);
  copy.querySelectorAll(".tag, .hole").forEach((node) => node.remove());
  return copy.textContent;
};
