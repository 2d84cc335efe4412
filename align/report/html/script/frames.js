// Much work without a late frame.

/** Milliseconds of work at a time. */
const SLICE = 10;

// Go through many: at once what can be done in some milliseconds, the rest between frames, until
// something newer begins.
/**
 * @template T @param {readonly T[]} items @param {(item: T) => void} act @param {() => void} done
 * @param {() => boolean} isStale
 */
export const inSlices = (items, act, done, isStale) => {
  let i = 0;
  const go = () => {
    if (isStale()) return;
    const until = performance.now() + SLICE;
    while (i < items.length) {
      act(items[i]);
      i += 1;
      if (i % 8 === 0 && performance.now() > until) {
        setTimeout(go);
        return;
      }
    }
    done();
  };
  go();
};

// What waits to be done, one a frame, in the order in which it was asked for.
/** @template T */
export class FrameQueue {
  #running = false;

  /** @param {(item: T) => void} act */
  constructor(act) {
    this.act = act;
    /** @type {Set<T>} */
    this.waiting = new Set();
  }

  /** @param {T} item */
  add(item) {
    this.waiting.add(item);
    if (!this.#running) this.#ask();
  }

  /** @param {T} item */
  drop(item) {
    this.waiting.delete(item);
  }

  #ask() {
    this.#running = true;
    requestAnimationFrame(() => this.#next());
  }

  #next() {
    for (const item of this.waiting) {
      this.waiting.delete(item);
      this.act(item);
      break;
    }
    this.#running = false;
    if (this.waiting.size) this.#ask();
  }
}

// Do something with each element before it comes on screen: at once if there are few, else one a
// frame.
/** @param {Element[]} elements @param {number} few @param {(element: Element) => void} act */
export const whenNear = (elements, few, act) => {
  if (elements.length <= few) {
    elements.forEach(act);
    return;
  }
  /** @type {FrameQueue<Element>} */
  const queue = new FrameQueue((element) => {
    observer.unobserve(element);
    act(element);
  });
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) queue.add(target);
        else queue.drop(target);
      }
    },
    { rootMargin: "600px" },
  );
  for (const element of elements) observer.observe(element);
};
