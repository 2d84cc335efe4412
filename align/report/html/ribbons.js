// The bands between the columns: from where a sentence stands on one side to where it stands on
// the other. They are drawn when they come near the screen, and again when the texts reflow.
const STUB = 0.34;
const REST = 5;

// In the name space of the page's own drawings.
const drawing = (name) => document.createElementNS(document.querySelector("svg.defs").namespaceURI, name);

const shape = (bead, d) => {
  const node = drawing("path");
  node.setAttribute("class", `tie ${bead.linked ? bead.flaw || bead.state : "null"}`);
  node.dataset.row = bead.id;
  node.setAttribute("d", d);
  return node;
};

// How far down a sentence begins and ends, as if its lines were one long line: so that two in the
// same line do not share their bands.
const extent = (ids, frame) => {
  let low = Infinity;
  let high = -Infinity;
  for (const id of ids) {
    const sentence = byId(id);
    const boxes = [...sentence.getClientRects()].filter((box) => box.width);
    if (!boxes.length) continue;
    const side = sentence.closest(".side").getBoundingClientRect();
    const first = boxes[0];
    const last = boxes.at(-1);
    const share = (x) => Math.min(Math.max((x - side.left) / side.width, 0), 1);
    low = Math.min(low, first.top + first.height * share(first.left));
    high = Math.max(high, last.top + last.height * share(last.right));
  }
  return low < high ? [low - frame.top, Math.max(high, low + 4) - frame.top] : null;
};

const band = (x, width, [a, b], [c, d]) => {
  const middle = x + width / 2;
  const end = x + width;
  return `M${x} ${a}C${middle} ${a} ${middle} ${c} ${end} ${c}V${d}C${middle} ${d} ${middle} ${b} ${x} ${b}Z`;
};

// A band that leads nowhere: blunt for what has no counterpart, pointed for what stands elsewhere.
const stub = (x, width, [a, b], bead, down) => {
  const tip = x + width * STUB;
  if (!bead.linked) return `M${x} ${a}H${tip}V${b}H${x}ZM${tip} ${a - 3}V${b + 3}`;
  const [from, to] = down ? [b, b + 10] : [a, a - 10];
  return `M${x} ${a}H${tip}V${b}H${x}ZM${tip - 7} ${from}L${tip} ${to}L${tip + 7} ${from}Z`;
};

// What to draw for the beads of a group; nothing is written before everything is measured.
const measure = (pair) => {
  const frame = pair.getBoundingClientRect();
  const [source, target] = pair.children;
  const left = source.getBoundingClientRect().right - frame.left + REST;
  const right = target.getBoundingClientRect().left - frame.left - REST;
  if (right <= left) return null;
  const width = right - left;
  const found = new Set([...pair.querySelectorAll(".x")].map((x) => beads.bySentence.get(x.id)));
  const shapes = [];
  for (const bead of found) {
    if (bead.state === "aside") continue;
    const here = (id) => pair.contains(byId(id));
    const sides = [bead.source.filter(here), bead.target.filter(here)].map((ids) => extent(ids, frame));
    if (sides[0] && sides[1]) {
      shapes.push(shape(bead, band(left, width, ...sides)));
      continue;
    }
    const at = sides[0] ? 0 : 1;
    if (!sides[at]) continue;
    const other = (at ? bead.source : bead.target)[0];
    const down = other && pair.compareDocumentPosition(byId(other)) & Node.DOCUMENT_POSITION_FOLLOWING;
    const d = at ? stub(right, -width, sides[1], bead, down) : stub(left, width, sides[0], bead, down);
    shapes.push(shape(bead, d));
  }
  return { pair, shapes };
};

const draw = (chunk) => {
  const drawn = [...chunk.querySelectorAll(".pair")].map(measure);
  for (const one of drawn) {
    if (!one) continue;
    one.pair.querySelector("svg.ties")?.remove();
    const svg = drawing("svg");
    svg.setAttribute("class", "ties");
    svg.setAttribute("aria-hidden", "true");
    svg.append(...one.shapes);
    one.pair.append(svg);
    for (const path of one.shapes) {
      path.dataset.decision = decisions.of(path.dataset.row).decision;
      path.classList.toggle("sel", path.dataset.row === text.chosen?.id);
    }
  }
};

// Draw what is near the screen, one chunk a frame, whenever its size or the page's language changes.
const prepareRibbons = () => {
  const near = new Set();
  const waiting = new Set();
  let running = false;
  const next = () => {
    const [chunk] = waiting;
    waiting.delete(chunk);
    if (chunk && near.has(chunk)) draw(chunk);
    running = waiting.size > 0;
    if (running) requestAnimationFrame(next);
  };
  const ask = (chunk) => {
    waiting.add(chunk);
    if (running) return;
    running = true;
    requestAnimationFrame(next);
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => ask(target)));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting && !near.has(target)) {
          near.add(target);
          sizes.observe(target);
        } else if (!isIntersecting) {
          near.delete(target);
          sizes.unobserve(target);
          target.querySelectorAll("svg.ties").forEach((svg) => svg.remove());
        }
      }
    },
    { rootMargin: "400px" },
  );
  document.querySelectorAll("#pairs .chunk").forEach((chunk) => observer.observe(chunk));
  byId("switch").addEventListener("click", () => near.forEach(ask));
};
