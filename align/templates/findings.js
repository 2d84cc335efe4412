// The list of findings: filter, search, order, decisions, and the keyboard.

// Letters as a reader sees them: no case, no full and half width, no runs of spaces.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

const prepareFindings = (form, data) => {
  const cards = [...document.querySelectorAll(".card")];
  const groups = [...document.querySelectorAll(".group[data-severity]")];
  const inOrder = byId("in-order");
  const worstFirst = groups.map((group) => [...group.querySelectorAll(".card")]);
  const [CONFIDENCE, SOURCE, TARGET] = [3, 4, 5];
  const ordered = (value) =>
    [...cards].sort((a, b) => value(data.findings[a.id]) - value(data.findings[b.id]));
  const orders = {
    source: () => ordered((finding) => finding[SOURCE]),
    target: () => ordered((finding) => finding[TARGET]),
    confidence: () => ordered((finding) => -finding[CONFIDENCE]),
  };
  const texts = new Map();
  let sort = "severity";
  let current = null;

  const ticked = (name) =>
    new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

  const textOf = (card) => {
    if (!texts.has(card.id)) {
      const shown = [...card.querySelectorAll(".fid, .message, .evidence dd")].map((x) => x.textContent);
      texts.set(card.id, fold([...shown, ...data.findings[card.id].slice(0, 3)].join("\n")));
    }
    const { comment } = decisions.of(card.id);
    return comment ? `${texts.get(card.id)}\n${fold(comment)}` : texts.get(card.id);
  };

  const arrange = (wanted) => {
    if (wanted === sort) return;
    sort = wanted;
    if (sort === "severity") {
      groups.forEach((group, i) => group.querySelector("ul").append(...worstFirst[i]));
      return;
    }
    inOrder.querySelector("ul").append(...orders[sort]());
    const label = form.querySelector(`input[name=sort][value=${sort}] + span`);
    byId("in-order-title").replaceChildren(...label.cloneNode(true).childNodes);
  };

  const apply = () => {
    const severities = ticked("severity");
    const categories = ticked("category");
    const decided = ticked("decision");
    const least = form.elements.confidence.valueAsNumber / 100;
    const words = fold(form.elements.search.value).split(" ").filter(Boolean);
    byId("least").textContent = form.elements.confidence.value;
    arrange(form.elements.sort.value);
    let shown = 0;
    for (const card of cards) {
      card.hidden = !(
        severities.has(card.dataset.severity) &&
        categories.has(card.dataset.category) &&
        decided.has(decisions.of(card.id).decision || "open") &&
        data.findings[card.id][CONFIDENCE] >= least &&
        words.every((word) => textOf(card).includes(word))
      );
      if (!card.hidden) shown += 1;
    }
    for (const group of [...groups, inOrder]) {
      group.hidden = !group.querySelector(".card:not([hidden])");
    }
    byId("shown").textContent = shown;
    byId("no-match").hidden = shown > 0;
  };

  // A link into a finding that the filter hides shows everything again.
  const reveal = () => {
    const card = byId(location.hash.slice(1))?.closest(".card");
    if (!card) return;
    current = card;
    if (!card.hidden) return;
    form.reset();
    apply();
    card.scrollIntoView();
  };

  const visible = () => [...document.querySelectorAll("#findings .card:not([hidden])")];

  const focusOn = (card) => {
    current = card;
    equip(card);
    card.focus();
  };

  const step = (by) => {
    const list = visible();
    if (!list.length) return;
    const at = list.indexOf(current);
    const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1);
    focusOn(list[next]);
  };

  // Buttons come with the script, to the cards that are near the screen.
  const equip = (card) => {
    if (card.querySelector(".decide")) return;
    card.querySelector(".said")?.remove();
    card.append(byId("decide").content.cloneNode(true));
    card.querySelector(".decide").setAttribute("aria-labelledby", `${card.id}-title`);
    card.querySelector("textarea").setAttribute("aria-describedby", `${card.id}-title`);
    paint(card.id);
  };

  const paint = (id) => {
    const card = byId(id);
    const { decision, comment } = decisions.of(id);
    card.dataset.decision = decision;
    const bar = card.querySelector(".decide");
    if (!bar) return;
    for (const button of bar.querySelectorAll("[data-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choice === decision));
    }
    const field = bar.querySelector("textarea");
    if (document.activeElement !== field || field.value.trim() !== comment) field.value = comment;
    field.closest("label").hidden = !comment && document.activeElement !== field;
  };

  const choose = (card, choice) => {
    const list = visible();
    const at = list.indexOf(card);
    const decision = decisions.of(card.id).decision === choice ? "" : choice;
    decisions.change(card.id, { decision });
    say(decision || "open", { id: card.id, left: decisions.left() });
    apply();
    const next = list.slice(at + 1).find((x) => !x.hidden) ?? list.slice(0, at).findLast((x) => !x.hidden);
    if (card.hidden && next) focusOn(next);
  };

  const comment = (card) => {
    equip(card);
    const field = card.querySelector("textarea");
    field.closest("label").hidden = false;
    field.focus();
  };

  const undo = (id) => {
    const undone = decisions.undo(id);
    if (undone === null) {
      say("nothing");
      return;
    }
    apply();
    const place = byId(undone);
    if (id === undefined && place.classList.contains("card")) {
      if (place.hidden) {
        form.reset();
        apply();
      }
      focusOn(place);
    }
    say("undone", { id: decisions.isLink(undone) ? undone.slice(1) : undone, left: decisions.left() });
  };

  const act = (name, card) => {
    if (name === "undo") undo(card.id);
    else if (name === "comment") comment(card);
    else choose(card, name);
  };

  const keys = {
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    a: () => current && !current.hidden && choose(current, "accepted"),
    d: () => current && !current.hidden && choose(current, "dismissed"),
    c: () => current && !current.hidden && comment(current),
    u: () => undo(),
    "?": () => {
      const help = byId("help");
      help.open = !help.open;
      help.querySelector("summary").focus();
    },
  };

  const shortcut = (event) => {
    if (event.target.matches?.("textarea, [type=checkbox]") && event.key === "Escape") {
      event.target.closest(".card")?.focus();
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (!byId("shortcuts").checked) return;
    if (event.target.closest?.("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : "";
    if (!Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  };

  byId("shortcuts").checked = stored("duizhao-shortcuts") !== "off";
  byId("shortcuts").addEventListener("change", (event) => {
    store("duizhao-shortcuts", event.target.checked ? "on" : "off");
  });
  document.addEventListener("keydown", shortcut);
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);

  const list = byId("findings");
  list.addEventListener("focusin", (event) => {
    current = event.target.closest(".card") ?? current;
  });
  list.addEventListener("click", (event) => {
    const card = event.target.closest(".card");
    const button = event.target.closest(".decide button");
    if (card) current = card;
    if (button) act(button.dataset.choice ?? button.dataset.act, card);
  });
  list.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) {
      decisions.change(current.id, { comment: event.target.value.trim() }, true);
    }
  });
  list.addEventListener("focusout", (event) => {
    if (event.target.matches("textarea")) setTimeout(() => paint(event.target.closest(".card").id));
  });
  decisions.watchers.push((id) => {
    if (!decisions.isLink(id)) paint(id);
  });
  cards.forEach((card) => paint(card.id));
  whenNear(cards, 100, equip);
  apply();
};
