// The outlines of bands, as paths of SVG. Heights are in pixels from the top of a group.

/** How far a band without a counterpart reaches, as a share of the room between the columns. */
const STUB = 0.34;

// A band from one side, at x, to the other.
/** @param {number} x @param {number} width @param {Extent} here @param {Extent} there */
export const band = (x, width, [a, b], [c, d]) => {
  const middle = x + width / 2;
  const end = x + width;
  const across = `C${middle} ${a} ${middle} ${c} ${end} ${c}`;
  return `M${x} ${a}${across}V${d}C${middle} ${d} ${middle} ${b} ${x} ${b}Z`;
};

// A blunt band, for what has no counterpart. The width of the room is negative from the right.
/** @param {number} x @param {number} width @param {Extent} here */
export const blunt = (x, width, [a, b]) => {
  const tip = x + width * STUB;
  return `M${x} ${a}H${tip}V${b}H${x}ZM${tip} ${a - 3}V${b + 3}`;
};

// A pointed band, for what stands elsewhere, up or down from here.
/** @param {number} x @param {number} width @param {Extent} here @param {boolean} down */
export const pointed = (x, width, [a, b], down) => {
  const tip = x + width * STUB;
  const [from, to] = down ? [b, b + 10] : [a, a - 10];
  return `M${x} ${a}H${tip}V${b}H${x}ZM${tip - 7} ${from}L${tip} ${to}L${tip + 7} ${from}Z`;
};

// How far down a sentence begins and ends, as if its lines were one long line: so that two in the
// same line do not share their bands.
/**
 * @param {{top: number, left: number, height: number}} first its first line
 * @param {{top: number, right: number, height: number}} last its last line
 * @param {{left: number, width: number}} column @returns {Extent}
 */
export const unrolled = (first, last, column) => {
  const share = (/** @type {number} */ x) =>
    Math.min(Math.max((x - column.left) / column.width, 0), 1);
  return [first.top + first.height * share(first.left), last.top + last.height * share(last.right)];
};
