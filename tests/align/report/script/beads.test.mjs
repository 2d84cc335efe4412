import assert from "node:assert/strict";
import { test } from "node:test";
import { Beads, opposite } from "../../../../align/report/html/script/beads.js";

const COLUMNS = {
  document: [0, 1, 0],
  source: [[0, 1], [4], []],
  target: [[0], [], [1, 2]],
  probability: [0.9, 0.8, 0.7],
  similarity: [0.5, 0, 0],
  state: ["moved", "omitted", "added"],
  flaws: { 1: "blank" },
  moves: { 1: { side: "source", row: 3, down: true } },
};

test("a row's fields come from its place in each column", () => {
  const beads = new Beads(COLUMNS, 2);
  assert.deepEqual(beads.list[0], {
    id: "r1",
    row: 1,
    document: 0,
    source: ["d0-0", "d0-1"],
    target: ["d2-0"],
    probability: 0.9,
    similarity: 0.5,
    state: "moved",
    flaw: "blank",
    move: { side: "source", row: 3, down: true },
    linked: true,
  });
  const [, omitted, added] = beads.list;
  assert.deepEqual([omitted.flaw, omitted.move, omitted.linked], ["", undefined, false]);
  assert.deepEqual([omitted.source, added.target], [["d1-4"], ["d2-1", "d2-2"]]);
});

test("a bead is found by its row and by each of its sentences", () => {
  const beads = new Beads(COLUMNS, 2);
  assert.equal(beads.ofRow("r2"), beads.list[1]);
  assert.equal(beads.ofSentence("d0-1"), beads.list[0]);
  assert.equal(beads.ofSentence("d2-2"), beads.list[2]);
});

test("what is no row and no sentence has no bead", () => {
  const beads = new Beads(COLUMNS, 2);
  for (const id of ["", "r0", "r4", "r", "F001", "rx", "d0-0", "constructor"]) {
    assert.equal(beads.ofRow(id), undefined);
  }
  for (const id of [undefined, "", "r1", "d0-9"]) assert.equal(beads.ofSentence(id), undefined);
});

test("an alignment of nothing has no beads", () => {
  const none = { document: [], source: [], target: [], probability: [], similarity: [] };
  assert.deepEqual(new Beads({ ...none, state: [], flaws: {}, moves: {} }, 1).list, []);
});

test("each side has another", () => {
  assert.deepEqual(["source", "target"].map(opposite), ["target", "source"]);
});
