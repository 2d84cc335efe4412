// The file of decisions: what a later run reads, and what the browser keeps.

const FORMAT = "duizhao-decisions";
const VERSION = 1;
const CHOICES = { finding: ["accepted", "dismissed"], link: ["confirmed", "rejected"] };

/** @param {string} text @returns {Entries | null} nothing if this is no file of decisions */
export const readEntries = (text) => {
  try {
    const file = JSON.parse(text);
    const findings = file.findings ?? [];
    const links = file.links ?? [];
    const known = file.format === FORMAT && file.version === VERSION;
    return known && areObjects(findings) && areObjects(links) ? { findings, links } : null;
  } catch {
    return null;
  }
};

/** @param {unknown} list */
const areObjects = (list) => Array.isArray(list) && list.every((x) => x && typeof x === "object");

// The file's form of what was decided.
/** @param {Decisions} decisions @param {TextsOf} textsOf */
export const forFile = (decisions, textsOf) => {
  const isSaid = (/** @type {Decision} */ { decision, comment }) => Boolean(decision || comment);
  const entries = entriesOf(decisions, textsOf, isSaid);
  for (const entry of [...entries.findings, ...entries.links]) delete entry.id;
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...entries }, null, 1)}\n`;
};

// The browser's form: with ids, by which equal findings are told apart, and with what was taken
// back, which an earlier run may have been told.
/** @param {Decisions} decisions @param {TextsOf} textsOf */
export const forBrowser = (decisions, textsOf) => {
  const entries = entriesOf(decisions, textsOf, () => true);
  return JSON.stringify({ format: FORMAT, version: VERSION, ...entries });
};

/**
 * @param {Decisions} decisions @param {TextsOf} textsOf
 * @param {(decision: Decision) => boolean} isKept @returns {Entries}
 */
const entriesOf = (decisions, textsOf, isKept) => {
  const kept = [...decisions.made].flatMap(([id, made]) => (isKept(made) ? [id] : []));
  const rows = kept.filter((id) => !decisions.isFinding(id));
  rows.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  const ids = new Set(kept);
  const findings = Object.entries(decisions.findings).filter(([id]) => ids.has(id));
  return {
    findings: findings.map(([id, { category, source, target, context }]) => {
      const { decision, comment } = decisions.of(id);
      return { category, source, target, context, decision, comment, id };
    }),
    links: rows.map((id) => ({ ...textsOf(id), decision: decisions.of(id).decision, id })),
  };
};

// Take entries in; each is for the finding or link with its texts, and of equal ones for the one
// with its id.
/**
 * @param {Decisions} decisions @param {Entries} entries
 * @param {string[]} rows ids of the rows that are links @param {TextsOf} textsOf
 * @returns {{known: number, unknown: number}} how many were for something in this report
 */
export const takeEntries = (decisions, entries, rows, textsOf) => {
  const keyOf = (/** @type {string} */ id) => findingKey(decisions.findings[id]);
  const findings = groupedBy(Object.keys(decisions.findings), keyOf);
  const links = groupedBy(entries.links.length ? rows : [], (id) => linkKey(textsOf(id)));
  let known = 0;
  let unknown = 0;
  /**
   * @param {string[] | undefined} candidates @param {FindingEntry | LinkEntry} entry
   * @param {string[]} choices
   */
  const take = (candidates, entry, choices) => {
    const own = candidates?.find((id) => id === entry.id);
    const id = own ?? candidates?.[0];
    if (!candidates || id === undefined || !["", ...choices].includes(entry.decision)) {
      unknown += 1;
      return;
    }
    candidates.splice(candidates.indexOf(id), 1);
    known += 1;
    const comment = "comment" in entry ? entry.comment : undefined;
    decisions.put(id, { decision: entry.decision, comment: String(comment ?? "") });
  };
  for (const entry of entries.findings) {
    take(findings.get(findingKey(entry)), entry, CHOICES.finding);
  }
  for (const entry of entries.links) take(links.get(linkKey(entry)), entry, CHOICES.link);
  return { known, unknown };
};

/** @param {{category: string, source: string, target: string, context: string}} finding */
const findingKey = ({ category, source, target, context }) =>
  JSON.stringify([category, source, target, context]);

/** @param {Texts} texts */
const linkKey = ({ source, target }) => JSON.stringify([source, target]);

/** @param {string[]} ids @param {(id: string) => string} keyOf */
const groupedBy = (ids, keyOf) => {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const id of ids) {
    const key = keyOf(id);
    const group = groups.get(key);
    if (group) group.push(id);
    else groups.set(key, [id]);
  }
  return groups;
};
