// Beads: which sentences belong together. A row's id is r and its number; a sentence's is d, the
// number of its document, and its own.

/** @typedef {"source" | "target"} Side */

/**
 * The beads as the page carries them, a list for each field: thousands of names would make the
 * page larger. Written by script_data.py.
 *
 * @typedef {object} BeadColumns
 * @property {number[]} document the source's number, by row
 * @property {number[][]} source ids of sentences, by row
 * @property {number[][]} target
 * @property {number[]} probability
 * @property {number[]} similarity
 * @property {string[]} state
 * @property {Record<string, string>} flaws what a row lacks, by its number
 * @property {Record<string, Move>} moves by number of a row
 */

/**
 * Where the other side of a moved row would stand.
 *
 * @typedef {{side: Side, row: number, down: boolean}} Move
 */

/**
 * @typedef {object} Bead
 * @property {string} id of its row
 * @property {number} row its number, from 1
 * @property {number} document the source's number
 * @property {string[]} source ids of sentences
 * @property {string[]} target
 * @property {number} probability
 * @property {number} similarity
 * @property {string} state
 * @property {string} flaw what it lacks, or nothing
 * @property {Move | undefined} move
 * @property {boolean} linked whether it has sentences on both sides
 */

/**
 * @param {Side} side
 * @returns {Side}
 */
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

/**
 * @param {BeadColumns} columns
 * @param {number} last
 * @param {number} i
 * @returns {Bead}
 */
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
