// The list of findings: filter, search, order, decisions, and the keyboard.

// Letters as a reader sees them: no case, no full and half width, no runs of spaces.
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");

// Cards shown at first, and with each request for more.
const PAGE = 100;
// Cards put in place in one frame.
const AT_ONCE = 10;

const prepareFindings = (form, data) => {
  const inOrder = byId("in-order");
  const more = byId("more");
  const all = cards.groups.flatMap(({ list }) => list);
  const [CONFIDENCE, SOURCE, TARGET] = [3, 4, 5];
  const ordered = (value) =>
    [...all].sort((a, b) => value(data.findings[a.id]) - value(data.findings[b.id]));
  const orders = {
    severity: () => all,
    source: () => ordered((finding) => finding[SOURCE]),
    target: () => ordered((finding) => finding[TARGET]),
    confidence: () => ordered((finding) => -finding[CONFIDENCE]),
  };
  const texts = new Map();
  let matches = all;
  let limit = PAGE;
  let placed = 0;
  let sort = "severity";
  let order = all;
  let current = null;
  let run = 0;

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

  const filter = () => {
    const severities = ticked("severity");
    const kinds = ticked("kind");
    const decided = ticked("decision");
    const least = form.elements.confidence.valueAsNumber / 100;
    const words = fold(form.elements.search.value).split(" ").filter(Boolean);
    return (card) =>
      severities.has(card.dataset.severity) &&
      kinds.has(card.dataset.kind) &&
      decided.has(decisions.of(card.id).decision || "open") &&
      data.findings[card.id][CONFIDENCE] >= least &&
      words.every((word) => textOf(card).includes(word));
  };

  // Put the first matches into their lists; those that are new get their buttons.
  const place = (count) => {
    placed = Math.min(count, matches.length);
    const seen = matches.slice(0, placed);
    const bySeverity = sort === "severity";
    for (const { group } of cards.groups) {
      const { severity } = group.dataset;
      const mine = bySeverity ? seen.filter((card) => card.dataset.severity === severity) : [];
      fill(group.querySelector("ul"), mine);
      group.hidden = !mine.length;
    }
    fill(inOrder.querySelector("ul"), bySeverity ? [] : seen);
    inOrder.hidden = bySeverity || !seen.length;
    seen.forEach(equip);
    more.hidden = matches.length <= Math.max(placed, limit);
    byId("rest").textContent = matches.length - limit;
  };

  const fillUp = (mine) => {
    if (mine !== run || placed >= Math.min(limit, matches.length)) return;
    place(placed + AT_ONCE);
    requestAnimationFrame(() => fillUp(mine));
  };

  const apply = (then) => {
    run += 1;
    const mine = run;
    const fits = filter();
    const found = [];
    byId("least").textContent = form.elements.confidence.value;
    if (form.elements.sort.value !== sort) {
      sort = form.elements.sort.value;
      order = orders[sort]();
      const label = form.querySelector(`input[name=sort][value=${sort}] + span`);
      byId("in-order-title").replaceChildren(...label.cloneNode(true).childNodes);
    }
    const done = () => {
      matches = found;
      byId("shown").textContent = matches.length;
      byId("no-match").hidden = matches.length > 0;
      place(Math.min(AT_ONCE, limit));
      fillUp(mine);
      then?.();
    };
    inSlices(order, (card) => fits(card) && found.push(card), done, () => mine !== run);
  };

  const fromStart = (then) => {
    limit = PAGE;
    apply(then);
  };

  // Bring a card into the page, by showing more or, if a filter hides it, everything again.
  const show = (card, then) => {
    const at = matches.indexOf(card);
    if (at < 0) {
      form.reset();
      shortcuts.checked = wanted;
      fromStart(() => show(card, then));
      return;
    }
    if (at >= placed) {
      limit = Math.max(limit, Math.ceil((at + 1) / PAGE) * PAGE);
      place(at + AT_ONCE);
      run += 1;
      const mine = run;
      requestAnimationFrame(() => fillUp(mine));
    }
    then();
  };

  const reveal = () => {
    const id = location.hash.slice(1);
    const card = cardOf(id);
    if (!card) return;
    const known = card.isConnected;
    current = card;
    show(card, () => known || card.scrollIntoView());
  };

  const focusOn = (card) => {
    current = card;
    show(card, () => card.focus());
  };

  const step = (by) => {
    if (!matches.length) return;
    const at = matches.indexOf(current);
    focusOn(matches[at < 0 ? 0 : Math.min(Math.max(at + by, 0), matches.length - 1)]);
  };

  const equip = (card) => {
    if (card.querySelector(".decide")) return;
    card.querySelector(".said")?.remove();
    card.append(byId("decide").content.cloneNode(true));
    card.querySelector(".decide").setAttribute("aria-labelledby", `${card.id}-title`);
    card.querySelector("textarea").setAttribute("aria-describedby", `${card.id}-title`);
    paint(card.id);
  };

  const paint = (id) => {
    const card = cardOf(id);
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
    const list = matches;
    const at = list.indexOf(card);
    const decision = decisions.of(card.id).decision === choice ? "" : choice;
    decisions.change(card.id, { decision });
    say(decision || "open", { id: card.id, left: decisions.left() });
    apply(() => {
      if (matches.includes(card)) return;
      const left = new Set(matches);
      const next =
        list.slice(at + 1).find((x) => left.has(x)) ?? list.slice(0, at).findLast((x) => left.has(x));
      if (next) focusOn(next);
    });
  };

  const comment = (card) => {
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
    const card = cardOf(undone);
    apply(() => id === undefined && card && focusOn(card));
    say("undone", { id: card ? undone : undone.slice(1), left: decisions.left() });
  };

  const act = (name, card) => {
    if (name === "undo") undo(card.id);
    else if (name === "comment") comment(card);
    else choose(card, name);
  };

  const onCurrent = (act) => () => current?.isConnected && act(current);
  const keys = {
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    a: onCurrent((card) => choose(card, "accepted")),
    d: onCurrent((card) => choose(card, "dismissed")),
    c: onCurrent(comment),
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
    const key = keyOf(event);
    if (!key || !Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  };

  // The box stands in the form, but is no filter: what is chosen outlives "show all".
  const shortcuts = byId("shortcuts");
  let wanted = stored("duizhao-shortcuts") !== "off";
  shortcuts.checked = wanted;
  shortcuts.addEventListener("change", () => {
    wanted = shortcuts.checked;
    store("duizhao-shortcuts", wanted ? "on" : "off");
  });
  document.addEventListener("keydown", shortcut);
  form.addEventListener("input", () => fromStart());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      shortcuts.checked = wanted;
      fromStart();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => place(matches.length));
  more.addEventListener("click", () => {
    focusOn(matches[limit]);
  });

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
  for (const [id] of decisions.state) if (!decisions.isLink(id)) paint(id);
  apply(reveal);
};
