// What the editor decided. Findings are kept under their ids, links under the ids of their rows.

/** @type {Decision} */
const NONE = Object.freeze({ decision: "", comment: "" });

export class Decisions {
  /** @param {Record<string, FindingData>} findings */
  constructor(findings) {
    this.findings = findings;
    /** @type {Map<string, Decision>} */
    this.made = new Map();
    /** @type {{id: string, before: Decision, growing: boolean}[]} */
    this.history = [];
    /** @type {((id: string) => void)[]} */
    this.watchers = [];
    for (const [id, { decision, comment }] of Object.entries(findings)) {
      if (decision || comment) this.made.set(id, { decision, comment });
    }
  }

  /** @param {string} id */
  of(id) {
    return this.made.get(id) ?? NONE;
  }

  /** @param {string} id */
  isFinding(id) {
    return Object.hasOwn(this.findings, id);
  }

  /** The findings that are shown at first. */
  asked() {
    return Object.keys(this.findings).filter((id) => !this.findings[id].behind);
  }

  /** How many of them nothing is decided on. */
  left() {
    return this.asked().filter((id) => !this.of(id).decision).length;
  }

  // Change something and remember what was there. A comment that grows is one change.
  /** @param {string} id @param {Partial<Decision>} news @param {boolean} [growing] */
  change(id, news, growing = false) {
    const before = this.of(id);
    const last = this.history.at(-1);
    if (!(growing && last?.id === id && last.growing)) this.history.push({ id, before, growing });
    this.put(id, { ...before, ...news });
  }

  // Decide, or take back what is decided already.
  /** @param {string} id @param {string} choice @returns {string} what is decided now */
  toggle(id, choice) {
    const decision = this.of(id).decision === choice ? "" : choice;
    this.change(id, { decision });
    return decision;
  }

  /** @param {string} id @param {Decision} decision */
  put(id, decision) {
    this.made.set(id, decision);
    for (const watcher of this.watchers) watcher(id);
  }

  // Take back the last change, or the last one of a finding or link.
  /** @param {string} [id] @returns {string | null} whose change was taken back */
  undo(id) {
    const at = this.history.findLastIndex((change) => id === undefined || change.id === id);
    if (at < 0) {
      // What was decided before this page was opened: taken back, and that can be undone.
      if (id === undefined || !this.of(id).decision) return null;
      this.change(id, { decision: "" });
      return id;
    }
    const [change] = this.history.splice(at, 1);
    this.put(change.id, change.before);
    return change.id;
  }
}
