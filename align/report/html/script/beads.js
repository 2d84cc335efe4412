// Beads: which sentences belong together. A row's id is r and its number; a sentence's is d, the
// number of its document, and its own.

/** @param {Side} side @returns {Side} */
export const opposite = (side) => (side === "source" ? "target" : "source");

export class Beads {
  /**
   * @param {BeadColumns} columns
   * @param {number} last the number of the last document, which is the target
   */
  constructor(columns, last) {
    this.last = last;
    this.list = columns.state.map((_, i) => bead(columns, last, i));
    /** @type {Map<string, Bead>} */
    this.bySentence = new Map();
    for (const one of this.list) {
      for (const id of [...one.source, ...one.target]) this.bySentence.set(id, one);
    }
  }

  /** @param {string} id */
  ofRow(id) {
    return /^r\d+$/.test(id) ? this.list[Number(id.slice(1)) - 1] : undefined;
  }

  /** @param {string | undefined} id */
  ofSentence(id) {
    return id === undefined ? undefined : this.bySentence.get(id);
  }
}

/** @param {BeadColumns} columns @param {number} last @param {number} i @returns {Bead} */
const bead = (columns, last, i) => {
  const row = i + 1;
  const number = columns.document[i];
  const source = columns.source[i].map((n) => `d${number}-${n}`);
  const target = columns.target[i].map((n) => `d${last}-${n}`);
  return {
    id: `r${row}`,
    row,
    document: number,
    source,
    target,
    probability: columns.probability[i],
    similarity: columns.similarity[i],
    state: columns.state[i],
    flaw: columns.flaws[row] ?? "",
    move: columns.moves[row],
    linked: source.length > 0 && target.length > 0,
  };
};
