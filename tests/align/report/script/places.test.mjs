// Where things are: on maps, in the window, between the columns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, sentenceAt } from "../../../../align/report/html/script/maps.js";
import { distance } from "../../../../align/report/html/script/scrolling.js";
import {
  band,
  blunt,
  pointed,
  unrolled,
} from "../../../../align/report/html/script/text/shapes.js";

test("a share of a map leads to the sentence there", () => {
  const lengths = [10, 30, 0, 60];
  const at = (share) => sentenceAt(lengths, share);
  assert.deepEqual([0, 0.05, 0.1, 0.39, 0.4, 0.99].map(at), [0, 0, 1, 1, 3, 3]);
  assert.deepEqual([-0.1, 1, 1.1].map(at), [0, 3, 3]);
});

test("a click is meant for the nearest symbol within reach", () => {
  const box = (left, top) => ({ left, top, right: left + 10, bottom: top + 10 });
  const boxes = [box(0, 0), box(30, 0)];
  assert.equal(nearest(boxes, 5, 5), 0);
  assert.equal(nearest(boxes, 22, 5), 1);
  assert.equal(nearest(boxes, 18, 5), 0);
  assert.equal(nearest(boxes, 5, 30), -1);
  assert.equal(nearest([], 5, 5), -1);
});

test("what can be seen is not scrolled to, and what cannot, as far as it must", () => {
  const room = { top: 50, bottom: 550 };
  const box = (top, bottom) => ({ top, bottom });
  const alone = (top, bottom) => distance(box(top, bottom), box(top, bottom), room);
  assert.equal(alone(100, 200), 0);
  assert.equal(alone(0, 40), -50);
  assert.equal(alone(600, 700), 150);
  assert.equal(alone(600, 1200), 550); // too high: its beginning
  assert.equal(distance(box(200, 300), box(600, 620), room), 70); // room for both
  assert.equal(distance(box(200, 300), box(900, 920), room), 0); // room for the first alone
  assert.equal(distance(box(600, 640), box(0, 40), room), 90);
});

test("a band joins both extents, a stub a third of the way has no other end", () => {
  assert.equal(band(10, 100, [1, 2], [3, 4]), "M10 1C60 1 60 3 110 3V4C60 4 60 2 10 2Z");
  assert.equal(blunt(0, 100, [10, 20]), "M0 10H34V20H0ZM34 7V23");
  assert.equal(blunt(200, -100, [10, 20]), "M200 10H166V20H200ZM166 7V23");
  assert.equal(pointed(0, 100, [10, 20], true), "M0 10H34V20H0ZM27 20L34 30L41 20Z");
  assert.equal(pointed(0, 100, [10, 20], false), "M0 10H34V20H0ZM27 10L34 0L41 10Z");
});

test("sentences of one line divide its height", () => {
  const column = { left: 100, width: 200 };
  const line = (left, right) => ({ top: 40, height: 20, left, right });
  assert.deepEqual(unrolled(line(100, 200), line(100, 200), column), [40, 50]);
  assert.deepEqual(unrolled(line(200, 300), line(200, 300), column), [50, 60]);
  const last = { top: 60, height: 20, left: 100, right: 350 };
  assert.deepEqual(unrolled(line(50, 300), last, column), [40, 80]);
});
