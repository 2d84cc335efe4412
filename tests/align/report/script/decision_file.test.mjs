import assert from "node:assert/strict";
import { test } from "node:test";
import {
  forBrowser,
  forFile,
  readEntries,
  takeEntries,
} from "../../../../align/report/html/script/decision_file.js";
import { Decisions } from "../../../../align/report/html/script/decisions.js";

const TEXTS = {
  r2: { source: "A boat.", target: "船。" },
  r3: { source: "A boat.", target: "船。" },
  r10: { source: "Tide.", target: "潮。" },
};
const textsOf = (row) => TEXTS[row];
const BLANK = { category: "blank", source: "", target: "“”", context: "“”她说。" };
const NAME = { category: "name", source: "Lund", target: "", context: "Lund spoke." };

const fresh = (told = {}) => {
  const rest = { confidence: 0.9, place: { source: 0, target: 0 }, decision: "", comment: "" };
  return new Decisions({
    F001: { ...BLANK, ...rest },
    F002: { ...BLANK, ...rest },
    F003: { ...NAME, ...rest, ...told },
  });
};

const take = (decisions, entries) =>
  takeEntries(decisions, { findings: [], links: [], ...entries }, Object.keys(TEXTS), textsOf);

test("the file says what was decided, in the order of the report, without ids", () => {
  const decisions = fresh();
  decisions.toggle("F003", "dismissed");
  decisions.toggle("r10", "rejected");
  decisions.toggle("r2", "confirmed");
  decisions.change("F001", { comment: "whose words?" });
  decisions.toggle("F002", "accepted");
  decisions.undo();
  const text = forFile(decisions, textsOf);
  assert.ok(text.endsWith("}\n"));
  assert.deepEqual(JSON.parse(text), {
    format: "duizhao-decisions",
    version: 1,
    findings: [
      { ...BLANK, decision: "", comment: "whose words?" },
      { ...NAME, decision: "dismissed", comment: "" },
    ],
    links: [
      { ...TEXTS.r2, decision: "confirmed" },
      { ...TEXTS.r10, decision: "rejected" },
    ],
  });
});

test("the browser remembers what was taken back, which an earlier run may have been told", () => {
  const decisions = fresh({ decision: "accepted" });
  decisions.undo("F003");
  const again = fresh({ decision: "accepted" });
  assert.deepEqual(take(again, readEntries(forBrowser(decisions, textsOf))), {
    known: 1,
    unknown: 0,
  });
  assert.equal(again.of("F003").decision, "");
});

test("of equal findings and equal rows each keeps its own decision", () => {
  const decisions = fresh();
  decisions.toggle("F002", "dismissed");
  decisions.toggle("r3", "confirmed");
  const again = fresh();
  take(again, readEntries(forBrowser(decisions, textsOf)));
  assert.deepEqual([again.of("F001").decision, again.of("F002").decision], ["", "dismissed"]);
  assert.deepEqual([again.of("r2").decision, again.of("r3").decision], ["", "confirmed"]);
});

test("without ids, equal ones are taken in order, and no more than there are", () => {
  const decisions = fresh();
  const entry = { ...BLANK, decision: "accepted", comment: null };
  assert.deepEqual(take(decisions, { findings: [entry, entry, entry] }), { known: 2, unknown: 1 });
  assert.deepEqual(decisions.of("F002"), { decision: "accepted", comment: "" });
});

test("what fits nothing, or decides what cannot be, is counted and changes nothing", () => {
  const decisions = fresh();
  const findings = [
    { ...BLANK, context: "elsewhere", decision: "accepted" },
    { ...BLANK, decision: "confirmed" },
    { ...BLANK },
    {},
  ];
  const links = [{ ...TEXTS.r2, decision: "accepted" }, { source: "Tide." }];
  assert.deepEqual(take(decisions, { findings, links }), { known: 0, unknown: 6 });
  assert.equal(decisions.made.size, 0);
});

test("what takes entries in is no change that can be undone", () => {
  const decisions = fresh();
  take(decisions, { links: [{ ...TEXTS.r10, decision: "rejected" }] });
  assert.equal(decisions.of("r10").decision, "rejected");
  assert.equal(decisions.undo(), null);
});

test("a file is read if it is one, with whatever it lacks", () => {
  const head = { format: "duizhao-decisions", version: 1 };
  const read = (file) => readEntries(JSON.stringify(file));
  assert.deepEqual(read(head), { findings: [], links: [] });
  assert.deepEqual(read({ ...head, findings: null, links: [{}] }), { findings: [], links: [{}] });
  for (const other of [null, [], {}, { ...head, version: 2 }, { ...head, format: "x" }]) {
    assert.equal(read(other), null);
  }
  for (const list of [{}, [null], ["x"], "x", 1])
    assert.equal(read({ ...head, links: list }), null);
  assert.equal(readEntries("{"), null);
});
