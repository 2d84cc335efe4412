// What a reader does with the findings: go through them, decide, comment, undo.

import { around, find, first, get } from "../dom.js";
import { say } from "../language.js";
import { keyOf, prepareShortcuts } from "../shortcuts.js";
import { commentOf, paint, showField } from "./cards.js";
import { FindingList } from "./list.js";

// Where to go on when something left a list: what stood behind it, or else before it.
/**
 * @template T @param {T[]} list as it was @param {number} at
 * @param {Set<T>} left what is still there
 */
export const following = (list, at, left) =>
  list.slice(at + 1).find((x) => left.has(x)) ?? list.slice(0, at).findLast((x) => left.has(x));

// The place some steps on, at most at an end; from nowhere, the first.
/** @param {number} at @param {number} by @param {number} count */
export const stepped = (at, by, count) => (at < 0 ? 0 : Math.min(Math.max(at + by, 0), count - 1));

class Actions {
  /** @type {HTMLElement | null} */
  current = null;

  /** @type {Record<string, () => void>} */
  keys = {
    j: () => this.step(1),
    n: () => this.step(1),
    k: () => this.step(-1),
    p: () => this.step(-1),
    a: () => this.onCurrent((card) => this.choose(card, "accepted", true)),
    d: () => this.onCurrent((card) => this.choose(card, "dismissed", true)),
    c: () => this.onCurrent(openComment),
    u: () => this.undo(),
    "?": toggleHelp,
  };

  /** @param {FindingList} list @param {Decisions} decisions */
  constructor(list, decisions) {
    this.list = list;
    this.decisions = decisions;
  }

  // Do something with the finding that was gone to, or else with the first.
  /** @param {(card: HTMLElement) => void} act */
  onCurrent(act) {
    if (!this.current?.isConnected) this.step(0);
    if (this.current?.isConnected) act(this.current);
  }

  /** @param {HTMLElement} card */
  focusOn(card) {
    this.current = card;
    this.list.show(card, () => card.focus());
  }

  /** @param {number} by */
  step(by) {
    const { matches } = this.list;
    const at = this.current ? matches.indexOf(this.current) : -1;
    if (matches.length) this.focusOn(matches[stepped(at, by, matches.length)]);
  }

  /** Go to the finding that the address names. */
  reveal() {
    const card = this.list.byId.get(location.hash.slice(1));
    if (!card) return;
    const known = card.isConnected;
    this.current = card;
    this.list.show(card, () => known || card.scrollIntoView());
  }

  // Decide on a finding; who does so by keyboard goes on to the next.
  /** @param {HTMLElement} card @param {string} choice @param {boolean} [goOn] */
  choose(card, choice, goOn = false) {
    const before = this.list.matches;
    const at = before.indexOf(card);
    const decision = this.decisions.toggle(card.id, choice);
    say(decision || "open", { id: card.id, left: this.decisions.left() });
    this.list.apply(() => {
      const left = new Set(this.list.matches);
      if (!left.has(card) || (goOn && decision && at < before.length - 1)) {
        const next = following(before, at, left);
        if (next) this.focusOn(next);
      }
    });
  }

  /** @param {string} [id] of the finding whose last change it is; without, the last of all */
  undo(id) {
    const undone = this.decisions.undo(id);
    if (undone === null) {
      say("nothing");
      return;
    }
    const card = this.list.byId.get(undone);
    this.list.apply(() => {
      if (id === undefined && card) this.focusOn(card);
    });
    say("undone", { id: card ? undone : undone.slice(1), left: this.decisions.left() });
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const card = around(event, ".card");
    if (!card) return;
    this.current = card;
    const { choice, act } = around(event, ".decide button")?.dataset ?? {};
    if (choice) this.choose(card, choice);
    else if (act === "undo") this.undo(card.id);
    else if (act === "comment") openComment(card);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key === "Escape" && around(event, "textarea, [type=checkbox]")) {
      around(event, ".card")?.focus();
    }
    const key = keyOf(event);
    if (!Object.hasOwn(this.keys, key)) return;
    event.preventDefault();
    this.keys[key]();
  }
}

/** @param {HTMLElement} card */
const openComment = (card) => {
  const field = commentOf(card);
  showField(field, true);
  field.focus();
};

const toggleHelp = () => {
  const help = get("help", HTMLDetailsElement);
  const filtering = get("filtering", HTMLDetailsElement);
  help.open = !(help.open && filtering.open);
  filtering.open ||= help.open;
  first(help, "summary").focus();
};

/** @param {Group[]} groups @param {Decisions} decisions */
export const prepareFindings = (groups, decisions) => {
  const form = get("filter", HTMLFormElement);
  const list = new FindingList(form, groups, decisions);
  const actions = new Actions(list, decisions);
  const paintFinding = (/** @type {string} */ id) => {
    const card = list.byId.get(id);
    if (card) paint(card, decisions.of(id));
  };
  prepareForm(list);
  prepareCards(actions, paintFinding);
  document.addEventListener("keydown", (event) => actions.onKey(event));
  addEventListener("hashchange", () => actions.reveal());
  addEventListener("beforeprint", () => list.showAll());
  get("more").addEventListener("click", () => actions.focusOn(list.matches[list.limit]));
  decisions.watchers.push(paintFinding);
  for (const id of decisions.made.keys()) paintFinding(id);
  list.apply(() => actions.reveal());
};

/** @param {FindingList} list */
const prepareForm = (list) => {
  const { form } = list;
  const restoreShortcuts = prepareShortcuts();
  form.addEventListener("input", () => list.applyFromStart());
  form.addEventListener("reset", () => {
    // The fields have their first values only after this event.
    setTimeout(() => {
      restoreShortcuts();
      list.applyFromStart();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  find("wider")?.addEventListener("click", () =>
    list.showAllKinds(() => find("narrower")?.focus()),
  );
  find("narrower")?.addEventListener("click", () => {
    form.reset();
    setTimeout(() => find("wider")?.focus());
  });
};

/** @param {Actions} actions @param {(id: string) => void} paintFinding */
const prepareCards = (actions, paintFinding) => {
  const section = get("findings");
  section.addEventListener("click", (event) => actions.onClick(event));
  section.addEventListener("focusin", (event) => {
    actions.current = around(event, ".card") ?? actions.current;
  });
  section.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || !actions.current) return;
    actions.decisions.change(actions.current.id, { comment: field.value.trim() }, true);
  });
  section.addEventListener("focusout", (event) => {
    const card = event.target instanceof HTMLTextAreaElement ? around(event, ".card") : null;
    if (card) setTimeout(() => paintFinding(card.id));
  });
};
