import assert from "node:assert/strict";
import { test } from "node:test";
import { Decisions } from "../../../../align/report/html/script/decisions.js";

const finding = (news = {}) => ({
  category: "blank",
  source: "",
  target: "“”",
  context: "“”",
  confidence: 0.9,
  place: { source: 0, target: 0 },
  decision: "",
  comment: "",
  ...news,
});

const made = (...findings) =>
  new Decisions(Object.fromEntries(findings.map((one, i) => [`F00${i + 1}`, finding(one)])));

test("what an earlier run was told is known, and nothing else", () => {
  const decisions = made({ decision: "accepted" }, { comment: "why?" }, {});
  assert.deepEqual(decisions.of("F001"), { decision: "accepted", comment: "" });
  assert.deepEqual(decisions.of("F002"), { decision: "", comment: "why?" });
  assert.deepEqual(decisions.of("F003"), { decision: "", comment: "" });
  assert.equal(decisions.left(), 2);
  assert.deepEqual([...decisions.made.keys()], ["F001", "F002"]);
});

test("a choice made again is taken back", () => {
  const decisions = made({});
  assert.equal(decisions.toggle("F001", "accepted"), "accepted");
  assert.equal(decisions.toggle("F001", "dismissed"), "dismissed");
  assert.equal(decisions.toggle("F001", "dismissed"), "");
  assert.equal(decisions.left(), 1);
});

test("undo goes back through all changes, or through those of one", () => {
  const decisions = made({}, {});
  decisions.toggle("F001", "accepted");
  decisions.toggle("r4", "confirmed");
  decisions.toggle("F002", "dismissed");
  assert.equal(decisions.undo("F001"), "F001");
  assert.equal(decisions.of("F001").decision, "");
  assert.equal(decisions.undo(), "F002");
  assert.equal(decisions.undo(), "r4");
  assert.equal(decisions.undo(), null);
  assert.equal(decisions.left(), 2);
});

test("a comment that grows is one change", () => {
  const decisions = made({});
  for (const comment of ["w", "wh", "why"]) decisions.change("F001", { comment }, true);
  assert.equal(decisions.of("F001").comment, "why");
  assert.equal(decisions.undo(), "F001");
  assert.equal(decisions.of("F001").comment, "");
  assert.equal(decisions.undo(), null);
});

test("a comment begun again after a decision is a change of its own", () => {
  const decisions = made({});
  decisions.change("F001", { comment: "a" }, true);
  decisions.toggle("F001", "accepted");
  decisions.change("F001", { comment: "ab" }, true);
  decisions.undo();
  assert.deepEqual(decisions.of("F001"), { decision: "accepted", comment: "a" });
});

test("what was decided before the page was opened is taken back, and that can be undone", () => {
  const decisions = made({ decision: "dismissed" });
  assert.equal(decisions.undo(), null);
  assert.equal(decisions.undo("F001"), "F001");
  assert.equal(decisions.of("F001").decision, "");
  assert.equal(decisions.undo(), "F001");
  assert.equal(decisions.of("F001").decision, "dismissed");
});

test("watchers hear of each change after it is made", () => {
  const decisions = made({});
  const heard = [];
  decisions.watchers.push((id) => heard.push([id, decisions.of(id).decision]));
  decisions.toggle("F001", "accepted");
  decisions.undo();
  assert.deepEqual(heard, [
    ["F001", "accepted"],
    ["F001", ""],
  ]);
});

test("rows are no findings", () => {
  const decisions = made({});
  assert.deepEqual(
    ["F001", "r1", "constructor"].map((id) => decisions.isFinding(id)),
    [true, false, false],
  );
});
