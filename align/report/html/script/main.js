// The page's script begins here: first what must be so before anything is shown.

import { Beads } from "./beads.js";
import { Decisions } from "./decisions.js";
import { find, get } from "./dom.js";
import { prepareFindings } from "./findings/actions.js";
import { gatherCards } from "./findings/cards.js";
import { openLanguage, switchLanguage } from "./language.js";
import { prepareMaps } from "./maps.js";
import { prepareSaving } from "./saving.js";
import { followLinks } from "./scrolling.js";
import { prepareText } from "./text/views.js";

document.documentElement.classList.add("js");
openLanguage();

document.addEventListener("DOMContentLoaded", () => {
  get("switch").addEventListener("click", switchLanguage);
  /** @type {PageData} */
  const data = JSON.parse(get("data").textContent ?? "");
  const beads = new Beads(data.beads, data.lengths.length - 1);
  const decisions = new Decisions(data.findings);
  const cards = gatherCards();
  prepareSaving(data, beads, decisions);
  prepareText(beads, decisions);
  prepareMaps(data.lengths);
  followLinks();
  if (find("filter")) prepareFindings(cards, decisions);
});
