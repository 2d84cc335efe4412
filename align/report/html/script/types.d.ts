// The shapes of what passes between the modules.

// What the page carries for its script: script_data.py writes it.
interface PageData {
  key: string; // under which a browser keeps the decisions
  name: string; // of the file of decisions, without suffix
  findings: Record<string, FindingData>; // by id, in the order of the report
  rows: Record<string, Texts>; // by number, the texts that the page does not show as such
  beads: BeadColumns;
  lengths: number[][]; // of the sentences, by document
}

type Side = "source" | "target";
type Texts = Record<Side, string>;
type TextsOf = (row: string) => Texts;

interface FindingData extends Texts {
  category: string;
  context: string;
  confidence: number; // from 0 to 1
  behind: boolean; // whether it is not among those that are shown at first
  place: Record<Side, number>; // by which to sort
  decision: string; // what an earlier run was told
  comment: string;
}

// A list for each field, by row: thousands of names would make the page larger.
interface BeadColumns {
  document: number[]; // the source's number
  source: number[][]; // numbers of sentences
  target: number[][];
  probability: number[];
  similarity: number[];
  state: string[];
  flaws: Record<string, string>; // what is lost in a row, by its number
  moves: Record<string, Move>; // by number of a row
}

// Where the other side of a moved row would stand.
interface Move {
  side: Side;
  row: number;
  down: boolean;
}

interface Bead {
  id: string; // of its row
  row: number; // its number, from 1
  document: number;
  source: string[]; // ids of sentences
  target: string[];
  probability: number;
  similarity: number;
  state: string;
  flaw: string;
  move: Move | undefined;
  linked: boolean; // whether it has sentences on both sides
}

interface Decision {
  decision: string;
  comment: string;
}

// What a file of decisions says; one of another program may lack anything.
interface FindingEntry extends Texts, Decision {
  id?: string;
  category: string;
  context: string;
}
interface LinkEntry extends Texts {
  id?: string;
  decision: string;
}
interface Entries {
  findings: FindingEntry[];
  links: LinkEntry[];
}

// The cards of one severity.
interface Group {
  section: HTMLElement;
  cards: HTMLElement[];
}

// What the form of the findings asks for.
interface Wanted {
  severities: Set<string>;
  kinds: Set<string>;
  decisions: Set<string>;
  confidence: number; // at least this
  words: string[]; // that all occur, folded
  sort: string;
}

// What is asked about a finding.
interface Facts {
  severity: string;
  kind: string;
  decision: string;
  confidence: number;
  text: () => string; // all that is said about it, folded; only read if it must be
}

type Values = Record<string, string | number>; // for the {names} in a phrase
type Room = { top: number; bottom: number }; // in the window, in pixels
type Extent = [number, number]; // the same in a group of paragraphs
type Shape = { id: string; className: string; d: string }; // a band to draw

type Beads = import("./beads.js").Beads;
type Chosen = import("./text/chosen.js").Chosen;
type Decisions = import("./decisions.js").Decisions;
type FindingList = import("./findings/list.js").FindingList;
