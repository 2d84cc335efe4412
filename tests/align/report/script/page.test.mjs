// What needs little of a browser: frames, the language of the interface, keys, storage.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { FrameQueue, inSlices, whenNear } from "../../../../align/report/html/script/frames.js";
import { fillIn, known } from "../../../../align/report/html/script/language.js";
import { keyOf } from "../../../../align/report/html/script/shortcuts.js";
import { store, stored } from "../../../../align/report/html/script/storage.js";

const { setTimeout } = globalThis;
afterEach(() => {
  for (const name of ["requestAnimationFrame", "document", "Element", "localStorage"]) {
    delete globalThis[name];
  }
  globalThis.setTimeout = setTimeout;
});

const frames = () => {
  const asked = [];
  globalThis.requestAnimationFrame = (act) => asked.push(act);
  return { asked, next: () => asked.shift()() };
};

test("a queue does one a frame, each once, and asks for no frame in vain", () => {
  const { asked, next } = frames();
  const done = [];
  const queue = new FrameQueue((item) => done.push(item));
  for (const item of ["a", "b", "a", "c"]) queue.add(item);
  queue.drop("b");
  assert.equal(asked.length, 1);
  next();
  assert.deepEqual(done, ["a"]);
  next();
  assert.deepEqual([done, asked.length], [["a", "c"], 0]);
  queue.add("d");
  next();
  assert.deepEqual([done, asked.length], [["a", "c", "d"], 0]);
});

test("a queue takes what is asked for while it works, and bears that all is dropped", () => {
  const { asked, next } = frames();
  const done = [];
  const queue = new FrameQueue((item) => {
    done.push(item);
    if (item < 3) queue.add(item + 1);
  });
  queue.add(1);
  while (asked.length) next();
  assert.deepEqual(done, [1, 2, 3]);
  queue.add(9);
  queue.drop(9);
  next();
  assert.deepEqual([done, asked.length], [[1, 2, 3], 0]);
});

test("many are gone through in slices, in order, until something newer begins", () => {
  const later = [];
  globalThis.setTimeout = (act) => later.push(act);
  const items = Array.from({ length: 100 }, (_, i) => i);
  const slow = (item) => {
    seen.push(item);
    for (const until = performance.now() + 1; performance.now() < until; );
  };
  let seen = [];
  let ended = 0;
  let stale = false;
  const end = () => {
    ended += 1;
  };
  inSlices(items, slow, end, () => stale);
  assert.ok(seen.length < 100);
  while (later.length) later.shift()();
  assert.deepEqual([seen, ended], [items, 1]);
  seen = [];
  inSlices(items, slow, end, () => stale);
  stale = true;
  const before = seen.length;
  while (later.length) later.shift()();
  assert.deepEqual([seen.length, ended], [before, 1]);
  inSlices([], slow, end, () => false);
  assert.equal(ended, 2);
});

test("few elements are not waited for", () => {
  const done = [];
  whenNear(["a", "b"], 2, (one) => done.push(one));
  assert.deepEqual(done, ["a", "b"]);
});

test("the reader's first known language is chosen", () => {
  assert.equal(known(["fr-FR", "zh-Hant-TW", "en"]), "zh");
  assert.equal(known(["en-GB"]), "en");
  assert.equal(known(["fr"]), undefined);
});

test("values stand for their names, and names without a value for themselves", () => {
  assert.equal(fillIn("{left} of {total}, {left}", { left: 0, total: "{left}" }), "0 of {left}, 0");
  assert.equal(fillIn("{other} {}", { left: 1 }), "{other} {}");
});

test("a key is a shortcut only where nothing is typed and nothing else is meant", () => {
  globalThis.Element = class {
    constructor(inField) {
      this.inField = inField;
    }
    closest() {
      return this.inField ? this : null;
    }
  };
  let box = null;
  globalThis.document = { getElementById: () => box };
  const press = (news = {}) => keyOf({ key: "A", target: new Element(false), ...news });
  assert.equal(press(), "a");
  assert.equal(press({ key: "?" }), "?");
  assert.equal(press({ key: "Enter" }), "");
  for (const name of ["ctrlKey", "altKey", "metaKey", "isComposing", "defaultPrevented"]) {
    assert.equal(press({ [name]: true }), "");
  }
  assert.equal(press({ target: new Element(true) }), "");
  box = { checked: false };
  assert.equal(press(), "");
  box = { checked: true };
  assert.equal(press(), "a");
});

test("a browser that keeps nothing is borne", () => {
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    get: () => {
      throw new Error("no");
    },
  });
  assert.deepEqual([store("a", "b"), stored("a")], [false, null]);
  const kept = new Map();
  Object.defineProperty(globalThis, "localStorage", {
    configurable: true,
    value: { getItem: (name) => kept.get(name) ?? null, setItem: (a, b) => kept.set(a, b) },
  });
  assert.deepEqual([store("a", "b"), stored("a"), stored("c")], [true, "b", null]);
});
