import assert from "node:assert/strict";
import { test } from "node:test";
import { following, stepped } from "../../../../align/report/html/script/findings/actions.js";
import { fits, fold, sorted } from "../../../../align/report/html/script/findings/filter.js";

const WANTED = {
  severities: new Set(["major"]),
  kinds: new Set(["name", "clause"]),
  decisions: new Set(["open", "accepted"]),
  confidence: 0.5,
  words: [],
  sort: "severity",
};

const facts = (news = {}) => ({
  severity: "major",
  kind: "name",
  decision: "",
  confidence: 0.5,
  text: () => fold("F001 红隼湾\nKestrel Bay"),
  ...news,
});

test("a finding fits if it is of a severity, kind, decision and confidence asked for", () => {
  assert.ok(fits(WANTED, facts()));
  assert.ok(fits(WANTED, facts({ decision: "accepted", kind: "clause", confidence: 1 })));
  for (const news of [
    { severity: "minor" },
    { kind: "number" },
    { decision: "dismissed" },
    { confidence: 0.49 },
  ]) {
    assert.ok(!fits(WANTED, facts(news)));
  }
});

test("a finding fits if all words occur, in whatever letters", () => {
  const search = (words) => ({ ...WANTED, words: fold(words).split(" ").filter(Boolean) });
  for (const words of ["kestrel", "BAY kes", "ＫＥＳＴＲＥＬ　ｂａｙ", "红隼", "  "]) {
    assert.ok(fits(search(words), facts()), words);
  }
  assert.ok(!fits(search("kestrel gull"), facts()));
});

test("the text is not put together where no word is asked for", () => {
  const text = () => assert.fail("read in vain");
  assert.ok(fits(WANTED, facts({ text })));
});

test("folding leaves no case, width and runs of spaces", () => {
  assert.equal(fold("Ａ １\n\t ½ ǅ"), "a 1 1⁄2 dž");
});

test("findings are sorted by place and by confidence, equal ones as they stood", () => {
  const place = (source, target, confidence) => ({ place: { source, target }, confidence });
  const findings = { a: place(3, 1, 0.5), b: place(1, 2, 0.9), c: place(2, 1, 0.5) };
  const cards = [{ id: "c" }, { id: "a" }, { id: "b" }];
  const order = (sort) => sorted(cards, findings, sort).map(({ id }) => id);
  assert.deepEqual(order("severity"), ["c", "a", "b"]);
  assert.deepEqual(order("source"), ["b", "c", "a"]);
  assert.deepEqual(order("target"), ["c", "a", "b"]);
  assert.deepEqual(order("confidence"), ["b", "c", "a"]);
  assert.deepEqual(
    cards.map(({ id }) => id),
    ["c", "a", "b"],
  );
});

test("a step stays in the list, and from nowhere leads to the first", () => {
  assert.deepEqual([stepped(1, 1, 3), stepped(1, -1, 3)], [2, 0]);
  assert.deepEqual([stepped(2, 1, 3), stepped(0, -1, 3)], [2, 0]);
  assert.deepEqual([stepped(-1, 1, 3), stepped(-1, -1, 3)], [0, 0]);
});

test("what leaves the list hands on to what stood behind it, or else before it", () => {
  const list = ["a", "b", "c", "d"];
  assert.equal(following(list, 1, new Set(["a", "d"])), "d");
  assert.equal(following(list, 3, new Set(["a", "b"])), "b");
  assert.equal(following(list, 0, new Set()), undefined);
});
