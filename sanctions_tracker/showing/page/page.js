"use strict";
// Answers are looked up, never worked out: the data holds, for every sanction, rectangles of days and of days of knowledge
// with the answer of each, as the library compiled them. Whatever a record says is set as text, never as markup.
// Nothing here reads a clock. Days are whole numbers, days after 1970-01-01; null is an open side.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const DAY = 86400000;
  const MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ];
  const PAGE = 400; // rows drawn at once; the rest when asked for, so that thousands do not choke the browser
  const TIERS = [
    "",
    "legal text",
    "the authority’s own notice or list",
    "official statement",
    "press or law firm",
    "other",
  ];
  const TOLD = [
    ["relieved-in-part", "relieved in part"],
    ["relieved-in-full", "relieved in full"],
    ["doubtful", "in doubt"],
  ];
  const LEGEND = [
    ["in-force", "in force"],
    ["relieved-in-part", "relieved in part"],
    ["relieved-in-full", "relieved in full"],
    ["suspended", "suspended"],
    ["pending", "adopted, not yet applicable"],
    ["doubtful", "the record leaves several answers possible"],
    ["other", "another state"],
    ["ended", "lifted, expired or annulled"],
  ];

  // --- The data, as objects -------------------------------------------------------------------------------------------

  const objects = (fields, rows) =>
    rows.map((row) => Object.fromEntries(fields.map((name, place) => [name, row[place] ?? null])));
  const table = (packed) => objects(packed.fields, packed.rows);
  const word = (place) => (place === null ? null : data.words[place]);
  const answers = table(data.answers);
  const sources = table(data.sources);
  const reliefs = table(data.reliefs);
  const statements = table(data.statements);
  const talks = table(data.talks);
  const histories = data.rectangles.histories;
  const sanctions = table(data.sanctions);
  const byId = new Map(sanctions.map((one) => [one.id, one]));
  const subjects = new Map(data.subjects.map(([id, name, more]) => [id, { id, name, more }]));
  const authorities = new Map(data.authorities.map(([id, name, more]) => [id, { id, name, more }]));
  answers.forEach((one, number) => {
    one.place = number;
  });
  const authorityOf = (one) => one.id.slice(0, one.id.indexOf("/"));
  const actsOf = (one) => objects(data.acts.fields, data.acts.lists[one.acts]);
  for (const one of sanctions) {
    one.name = one.title ?? one.id;
    one.said = (one.statements ?? []).map((place) => statements[place]);
  }

  // As Python's casefold, NFKD and "letters and digits" do: what `find` of the library finds, the search finds.
  const plain = (text) =>
    text
      .toLowerCase()
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const searched = (one) => {
    if (one.haystack === undefined) {
      const mine = (one.subjects ?? []).map((id) => subjects.get(id));
      const names = [...mine, authorities.get(authorityOf(one))].flatMap(({ id, name, more }) => [id, name, ...more]);
      const own = [one.id, one.name, one.target ?? "", word(one.program) ?? ""];
      const others = [...(one.aliases ?? []), ...(one.identifiers ?? []).flat()];
      one.haystack = plain([...own, ...others, ...names].join(" "));
    }
    return one.haystack;
  };

  // --- Days ------------------------------------------------------------------------------------------------------------

  const dayOf = (text) => {
    const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
    if (!match) return null;
    const at = new Date(0);
    at.setUTCFullYear(+match[1], +match[2] - 1, +match[3]); // Date.UTC would take the year 50 for 1950
    const day = at.getTime() / DAY;
    return +match[1] >= 1 && iso(day) === text ? day : null;
  };
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const parts = (day) => iso(day).split("-").map(Number);
  const long = (day) => {
    const [year, month, date] = parts(day);
    return `${date} ${MONTHS[month - 1]} ${year}`;
  };
  const short = (day) => {
    const [year, month, date] = parts(day);
    return `${date} ${MONTHS[month - 1].slice(0, 3)} ${year}`;
  };
  const january = (year) => dayOf(`${String(year).padStart(4, "0")}-01-01`);
  const FIRST = dayOf("0001-01-01");
  const LAST = dayOf("9999-12-31");
  const within = (day, low, high) => Math.min(Math.max(day, low), high);
  const monthOn = (day, step) => {
    // the same date of the next month, or its last day
    const [year, month, date] = parts(day);
    const place = year * 12 + month - 1 + step;
    const text = (date) =>
      `${String(Math.floor(place / 12)).padStart(4, "0")}-${String((place % 12) + 1).padStart(2, "0")}-${String(date).padStart(2, "0")}`;
    for (let last = date; last > 0; last -= 1) if (dayOf(text(last)) !== null) return dayOf(text(last));
    return day;
  };
  const knownWords = (known) => (known === null ? "with all that is recorded" : `as known on ${long(known)}`);

  // --- What is asked -----------------------------------------------------------------------------------------------------

  const state = {
    day: data.start,
    known: null,
    query: "",
    subject: "",
    authority: "",
    group: "subject",
    from: null,
    only: false,
    view: "day",
    rows: { day: PAGE, lines: PAGE },
    open: new Map(),
  };

  // --- Answers: picking by ranges, and nothing else ------------------------------------------------------------------------

  const sees = (from, to, known) =>
    known === null ? to === null : (from === null || from <= known) && (to === null || known < to);
  const holds = (from, to, day) => (from === null || from <= day) && (to === null || day < to);
  const pick = (one, day, known) => {
    for (const [from, to, knownFrom, knownTo, place] of histories[one.history]) {
      if (holds(from, to, day) && sees(knownFrom, knownTo, known)) return answers[place];
    }
    return null; // cannot be: for each day and each reader there is exactly one
  };
  const projected = (answer, day, known) =>
    (answer.projected_from !== null && day >= answer.projected_from) || (known !== null && day > known);
  const heard = (one, day, known) =>
    one.said.filter((said) => sees(said.known, said.retracted, known) && said.said <= day);
  const inForce = (one) => one.listed === 1 && pick(one, state.day, state.known).binds === 1;
  const marksOf = (answer, day, known) => [
    ...(answer.undetermined ? ["undetermined"] : []),
    ...(projected(answer, day, known) ? ["projected"] : []),
    ...(answer.provisional ? ["provisional"] : []),
  ];
  const lastSaid = (said) => {
    if (!said.length) return "";
    const latest = said[said.length - 1].on;
    return `${latest} ${said
      .filter((one) => one.on === latest)
      .map((one) => `${word(one.says)}${one.for ? ` for ${one.for}` : ""} (${word(one.by)})`)
      .join(", ")}`;
  };

  // The bars of a timeline: neighbouring rectangles of this reader that look alike are one.
  const barsOf = (one, known) => {
    const found = [];
    const add = (from, to, answer, ahead) => {
      const last = found[found.length - 1];
      const label = word(answer.label);
      if (last && last.label === label && last.kind === answer.kind && last.ahead === ahead) {
        last.to = to;
        last.answers.add(answer);
      } else found.push({ from, to, label, kind: answer.kind, ahead, answers: new Set([answer]) });
    };
    for (const [from, to, knownFrom, knownTo, place] of histories[one.history]) {
      if (!sees(knownFrom, knownTo, known)) continue;
      const answer = answers[place];
      const turns = [answer.projected_from, known === null ? null : known + 1].filter((day) => day !== null);
      const turn = turns.length ? Math.min(...turns) : null;
      if (turn === null || (to !== null && to <= turn)) add(from, to, answer, false);
      else if (from !== null && turn <= from) add(from, to, answer, true);
      else {
        add(from, turn, answer, false);
        add(turn, to, answer, true);
      }
    }
    return found;
  };

  const chosen = (subject = state.subject, authority = state.authority) => {
    const wanted = plain(state.query).split(" ").filter(Boolean);
    return sanctions.filter(
      (one) =>
        (!subject || (subject === "-" ? !one.subjects : (one.subjects ?? []).includes(subject))) &&
        (!authority || authorityOf(one) === authority) &&
        wanted.every((each) => searched(one).includes(each)),
    );
  };
  const subjectsOf = (one) => one.subjects ?? ["-"];
  const nameOfSubject = (id) => (id === "-" ? "No subject" : subjects.get(id).name);
  const grouped = (list) => {
    if (state.group === "none") return [["", list]];
    const found = new Map();
    for (const one of list) {
      for (const key of state.group === "authority" ? [authorityOf(one)] : subjectsOf(one)) {
        if (state.group === "subject" && state.subject && key !== state.subject) continue;
        if (!found.has(key)) found.set(key, []);
        found.get(key).push(one);
      }
    }
    const named = [...found].map(([key, members]) => [
      state.group === "authority" ? authorities.get(key).name : nameOfSubject(key),
      members,
    ]);
    return named.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  };

  // --- Making elements: text is always text ----------------------------------------------------------------------------------

  const make = (tag, given = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) {
      if (value === null || value === undefined || value === false) continue;
      if (name === "text") element.textContent = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
    return element;
  };
  const time = (day) => (day === null ? "" : make("time", { datetime: iso(day), text: short(day) }));
  const swatch = (kind, ahead) =>
    make("span", { class: `swatch k-${kind}${ahead ? " projected" : ""}`, "aria-hidden": "true" });
  const link = (url, text) => {
    let parsed = null;
    try {
      parsed = new URL(url);
    } catch {
      /* what is no address is shown as text */
    }
    if (!parsed || !["http:", "https:"].includes(parsed.protocol))
      return make("span", { text: url ? `${text} (${url})` : text });
    return make("a", { href: parsed.href, rel: "noopener noreferrer", target: "_blank", text });
  };
  const dayLink = (day, text) => make("a", { href: hashOf(day, state.known), text });

  // --- What a record rests on ---------------------------------------------------------------------------------------------------

  const cite = (cited) => {
    const [place, quote] = Array.isArray(cited) ? cited : [cited, null];
    const source = sources[place];
    const parts = [word(source.publisher), source.published, `tier ${source.tier}: ${TIERS[source.tier]}`]
      .filter(Boolean)
      .join(", ");
    return make(
      "span",
      { class: "cites" },
      link(source.url, source.title),
      `. ${parts}.`,
      quote ? " “" : "",
      quote ? make("blockquote", { text: quote }) : "",
      quote ? "”" : "",
    );
  };
  const cites = (list) => (list ?? []).map(cite);
  const tail = (...words) =>
    words
      .filter(Boolean)
      .map((one) => `; ${one}`)
      .join("");
  const note = (record) => (record.note ? make("p", { text: record.note }) : "");
  const talkOf = (id) => {
    const found = talks.find((one) => one.id === id);
    return id ? `given for: ${found ? `${found.title} (${found.on})` : id}` : "";
  };

  const actItem = (act) =>
    make(
      "li",
      {},
      make("b", { text: `${act.on} ${word(act.event)}` }),
      ` by ${word(act.authority)}${act.instrument === null ? "" : `, ${word(act.instrument)}`}`,
      tail(
        act.adopted && `adopted ${act.adopted}`,
        act.until,
        act.back && `reaches back to ${act.back}`,
        act.inferred && "inferred",
        talkOf(act.talks),
      ),
      note(act),
      ...cites(act.sources),
    );
  const reliefItem = ([place, coverage, scope, excludes]) => {
    const relief = reliefs[place];
    const [revoked, revokedKnown, revokedRetracted, revokedSources] = relief.revocation ?? [null, null, null, null];
    const seen = revoked !== null && sees(revokedKnown, revokedRetracted ?? null, state.known);
    return make(
      "li",
      {},
      make("b", { text: `${relief.on} ${relief.name}` }),
      ` (${word(relief.kind)}) by ${word(relief.authority)}, ${coverage === "full" ? "in full" : "in part"}${scope ? `: ${scope}` : ""}`,
      tail(
        excludes && `excludes ${excludes.join(", ")}`,
        relief.until,
        seen && `revoked ${revoked}`,
        relief.supersedes && `supersedes ${relief.supersedes.join(", ")}`,
        relief.standing && "standing: named, and not counted",
        relief.instrument !== null && word(relief.instrument),
        relief.inferred && "inferred",
        talkOf(relief.talks),
      ),
      note(relief),
      ...cites(relief.sources),
      ...(seen ? cites(revokedSources) : []),
    );
  };
  const saidItem = (said) =>
    make(
      "li",
      {},
      make("b", { text: `${said.on} ${word(said.by)}` }),
      ` said “${word(said.says)}”${said.for ? ` of ${said.for}` : ""}`,
      said.quote ? ": “" : "",
      said.quote ? make("blockquote", { text: said.quote }) : "",
      said.quote ? "”" : "",
      note(said),
      ...cites(said.sources),
    );
  const list = (head, tag, items) => (items.length ? [make("h4", { text: head }), make(tag, {}, ...items)] : []);

  const about = (one, bar) => {
    const answer = pick(one, state.day, state.known);
    const spoken = bar ? [...bar.answers] : [answer];
    const causes = [...new Set(spoken.flatMap((each) => each.causes))].map(word);
    const names = [...new Set(spoken.flatMap((each) => each.reliefs))].map(word);
    const [from, to] = bar ? [bar.from, bar.to] : [answer.since, answer.ends];
    const marks = bar
      ? [...(bar.ahead ? ["projected"] : []), ...(spoken.some((each) => each.provisional) ? ["provisional"] : [])]
      : marksOf(answer, state.day, state.known).filter((mark) => mark !== "undetermined");
    const acts = actsOf(one);
    const seen = (each) => sees(each.known, each.retracted, state.known);
    const said = one.said.filter(seen);
    const touching = (one.reliefs ?? []).filter(([place]) => seen(reliefs[place]));
    const unseen =
      acts.filter((each) => !seen(each)).length +
      (one.reliefs ?? []).length -
      touching.length +
      one.said.length -
      said.length;
    const facts = [
      ["Id", one.id],
      ["Target", one.target],
      ["Also known as", one.aliases && one.aliases.join("; ")],
      ["Measure", word(one.measure)],
      ["Authority", authorities.get(authorityOf(one)).name],
      ["Subjects", one.subjects && one.subjects.map(nameOfSubject).join("; ")],
      ["Program", word(one.program)],
      ["Legal basis", word(one.legal_basis)],
      ["Numbers", one.identifiers && one.identifiers.map(([name, value]) => `${name} ${value}`).join("; ")],
      ["Rests on", one.rests_on],
      ["Borne out to", one.reviewed === null ? null : long(one.reviewed)],
      ["Note", one.note],
    ];
    return make(
      "div",
      { class: "about" },
      make(
        "p",
        {},
        make("b", { text: `${bar ? bar.label : word(answer.label)}` }),
        `${from === null ? ", from the beginning" : ` from ${long(from)}`}${to === null ? ", with no end recorded" : ` until ${long(to)}, that day not included`}${tail(...marks)}`,
      ),
      ...causes.map((cause) => make("p", { text: `Set by: ${cause}` })),
      names.length ? make("p", { text: `Reliefs that run: ${names.join("; ")}` }) : "",
      ...list("Acts", "ol", acts.filter(seen).map(actItem)),
      ...list("Reliefs", "ul", touching.map(reliefItem)),
      ...list("What was said", "ul", said.map(saidItem)),
      unseen
        ? make("p", {
            class: "id",
            text: `${unseen} ${unseen === 1 ? "record is" : "records are"} not shown: withdrawn, or not known to this reader.`,
          })
        : "",
      make("h4", { text: "The record" }),
      make(
        "dl",
        {},
        ...facts
          .filter(([, value]) => value)
          .flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]),
      ),
    );
  };

  // --- In force on the day -----------------------------------------------------------------------------------------------------------

  const HEADS = [
    ["c-name", "Sanction"],
    ["c-label", "On the day"],
    ["c-since", "Since"],
    ["c-ends", "Ends before"],
    ["c-reliefs", "Reliefs"],
    ["c-said", "Last said"],
  ];
  const kept = new Map(); // rows as last drawn: one day further hardly any changes, and what is not made anew costs nothing

  const answerRow = (one, group) => {
    const answer = pick(one, state.day, state.known);
    const marks = marksOf(answer, state.day, state.known);
    const said = lastSaid(heard(one, state.day, state.known));
    const slot = `day ${group} ${one.id}`;
    const key = [answer.place, marks.join(), said].join("|");
    const open = state.open.has(slot);
    const old = kept.get(slot);
    if (old && old.key === key && !open && !old.open) return old.rows;
    const panel = `about-${slot.replace(/[^a-z0-9]+/gi, "-")}`;
    const name = make("button", {
      type: "button",
      class: "name",
      "aria-expanded": String(open),
      "aria-controls": open ? panel : null,
      text: one.name,
      onclick: () => toggle(slot, null),
    });
    const cell = (number, ...inside) =>
      make(
        "td",
        { class: HEADS[number][0], role: "cell", "data-head": number < 2 ? null : HEADS[number][1] },
        ...inside,
      );
    const row = make(
      "tr",
      { role: "row", "data-id": one.id },
      make(
        "th",
        { class: "c-name", scope: "row", role: "rowheader" },
        name,
        make("span", { class: "id", text: one.id }),
      ),
      cell(
        1,
        swatch(answer.kind, marks.includes("projected")),
        make("span", { class: "label", text: word(answer.label) }),
        marks.length ? make("span", { class: "marks", text: marks.join(", ") }) : "",
      ),
      cell(2, time(answer.since)),
      cell(3, time(answer.ends)),
      cell(4, answer.reliefs.map(word).join("; ")),
      cell(5, said),
    );
    const rows = open
      ? [
          row,
          make(
            "tr",
            { role: "row", class: "opened" },
            make("td", { colspan: HEADS.length, role: "cell", id: panel }, about(one, null)),
          ),
        ]
      : [row];
    kept.set(slot, { key, rows, open });
    return rows;
  };

  const drawDay = () => {
    const shown = chosen().filter(inForce);
    drawSummary(shown);
    drawMatrix();
    const answersTable = $("answers");
    const parts = [];
    let left = 0;
    if (!shown.length) {
      const words = `Nothing ${filtered() ? "that matches " : ""}was in force on ${long(state.day)}, ${knownWords(state.known)}.`;
      parts.push(
        make(
          "tbody",
          { role: "rowgroup" },
          make("tr", { role: "row" }, make("td", { role: "cell", class: "nothing", text: words })),
        ),
      );
    } else {
      parts.push(tableHead);
      let room = state.rows.day;
      for (const [name, members] of grouped(shown)) {
        const drawn = members.slice(0, Math.max(room, 0));
        left += members.length - drawn.length;
        room -= drawn.length;
        if (drawn.length) parts.push(groupBody(name, drawn));
      }
    }
    if (!alike([...answersTable.children].slice(1), parts))
      answersTable.replaceChildren(answersTable.firstElementChild, ...parts);
    more("day", left);
  };
  const alike = (some, others) => some.length === others.length && some.every((one, number) => one === others[number]);
  const tableHead = make(
    "thead",
    { role: "rowgroup" },
    make(
      "tr",
      { role: "row" },
      ...HEADS.map(([name, text]) => make("th", { scope: "col", role: "columnheader", class: name, text })),
    ),
  );
  const bodies = new Map(); // a group whose rows are the same is not touched: most days change nothing
  const groupBody = (name, members) => {
    if (!bodies.has(name)) {
      const count = make("small", {});
      const head = name
        ? [
            make(
              "tr",
              { role: "row", class: "group" },
              make("th", { colspan: HEADS.length, scope: "rowgroup", role: "rowheader" }, `${name} `, count),
            ),
          ]
        : [];
      bodies.set(name, { count, head, body: make("tbody", { role: "rowgroup" }) });
    }
    const { count, head, body } = bodies.get(name);
    const rows = [...head, ...members.flatMap((one) => answerRow(one, name))];
    if (!alike([...body.children], rows)) body.replaceChildren(...rows);
    count.textContent = String(members.length);
    return body;
  };
  const more = (view, left) => {
    const button = $(`more-${view}`);
    button.hidden = left === 0;
    button.textContent = `Show ${Math.min(left, PAGE).toLocaleString("en")} more of ${left.toLocaleString("en")}`;
  };
  const filtered = () => Boolean(state.query.trim() || state.subject || state.authority);

  const drawSummary = (shown) => {
    const found = shown.map((one) => pick(one, state.day, state.known));
    const count = (mark) => found.filter(mark).length;
    const text = `On ${long(state.day)}, ${knownWords(state.known)}: ${shown.length.toLocaleString("en")} in force`;
    $("summary").textContent = text;
    $("caption").textContent = text;
    const kinds = [["in-force", "in force, with no relief"], ...TOLD].map(([kind, words]) => [
      count((one) => one.kind === kind),
      words,
      kind,
    ]);
    const marks = [
      [count((one) => projected(one, state.day, state.known)), "projected"],
      [count((one) => one.provisional), "provisional"],
    ];
    const of = `of ${(filtered() ? chosen().length : sanctions.length).toLocaleString("en")} records${filtered() ? " that match" : ""}`;
    const told = [...kinds, ...marks]
      .filter(([number]) => number)
      .map(([number, words, kind]) =>
        make("span", {}, kind ? swatch(kind, false) : "", `${number.toLocaleString("en")} ${words}`),
      );
    $("most").textContent =
      `${shown.length.toLocaleString("en")} in force on the day; ${(state.most ?? 0).toLocaleString("en")} at most`;
    $("detail").replaceChildren(make("span", { text: of }), ...told);
    speak(text);
  };
  let speaking = 0;
  const speak = (text) => {
    // a reader of the screen hears where the slider came to rest, not every day on the way
    clearTimeout(speaking);
    speaking = setTimeout(() => {
      $("spoken").textContent = text;
    }, 400);
  };

  const drawMatrix = () => {
    const rows = [...new Set(sanctions.filter((one) => one.listed === 1).flatMap(subjectsOf))].sort((one, other) =>
      nameOfSubject(one) < nameOfSubject(other) ? -1 : 1,
    );
    const columns = [...authorities.keys()];
    $("counts").hidden = rows.length * columns.length < 2;
    if ($("counts").hidden || !$("counts").open) return;
    const numbers = new Map();
    const add = (key) => numbers.set(key, (numbers.get(key) ?? 0) + 1);
    for (const one of chosen("", "").filter(inForce)) {
      const authority = authorityOf(one);
      for (const subject of subjectsOf(one)) {
        add(`${subject} ${authority}`);
        add(`${subject} `);
      }
      add(` ${authority}`);
      add(" ");
    }
    const stampNow = [...numbers, state.subject, state.authority].join();
    if (stampNow === state.matrix) return;
    state.matrix = stampNow;
    const button = (subject, authority, text, words) =>
      make("button", {
        type: "button",
        text,
        "aria-label": words,
        "aria-pressed": String(
          Boolean(subject || authority) && subject === state.subject && authority === state.authority,
        ),
        "data-cell": `${subject} ${authority}`,
        onclick: () => choose(subject, authority),
      });
    const nameOf = (authority) => authorities.get(authority).name;
    const cell = (subject, authority) => {
      const number = numbers.get(`${subject} ${authority}`) ?? 0;
      const words = `${subject ? nameOfSubject(subject) : "All subjects"}, ${authority ? nameOf(authority) : "all authorities"}: ${number} in force`;
      return make(
        "td",
        {},
        number || (subject === state.subject && authority === state.authority)
          ? button(subject, authority, number.toLocaleString("en"), words)
          : make("span", { class: "none", text: "·", "aria-label": "0" }),
      );
    };
    const held = document.activeElement && document.activeElement.dataset.cell;
    $("matrix").replaceChildren(
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          make("td", {}),
          ...columns.map((one) => make("th", { scope: "col" }, button("", one, one, nameOf(one)))),
          make("th", { scope: "col" }, button("", "", "All", "All subjects and authorities")),
        ),
      ),
      make(
        "tbody",
        {},
        ...rows.map((one) =>
          make(
            "tr",
            {},
            make("th", { scope: "row" }, button(one, "", nameOfSubject(one), null)),
            ...columns.map((each) => cell(one, each)),
            cell(one, ""),
          ),
        ),
        make(
          "tr",
          {},
          make("th", { scope: "row" }, button("", "", "All", "All subjects and authorities")),
          ...columns.map((each) => cell("", each)),
          cell("", ""),
        ),
      ),
    );
    if (held !== undefined && held !== null)
      [...$("matrix").querySelectorAll("button")].find((one) => one.dataset.cell === held)?.focus();
  };
  const choose = (subject, authority) => {
    const same = subject === state.subject && authority === state.authority;
    [state.subject, state.authority] = same ? ["", ""] : [subject, authority];
    $("subject").value = state.subject;
    $("authority").value = state.authority;
    refresh(true);
  };

  // --- Timelines -----------------------------------------------------------------------------------------------------------------------

  const span = () => [state.from === null ? data.first : Math.max(data.first, january(state.from)), data.last];
  const place = (day) => {
    const [first, last] = span();
    return `${(100 * within(day - first, 0, last - first)) / (last - first)}%`;
  };
  const inSpan = (day) => day >= span()[0] && day <= span()[1];

  const years = (element, least) => {
    const [first, last] = span();
    const [from, to] = [parts(first)[0], parts(last)[0]];
    const room = element.clientWidth || 600;
    const step = [1, 2, 5, 10, 20, 50, 100, 500].find((one) => (room * one * 365.25) / (last - first) >= least) ?? 1000;
    const found = [];
    for (let year = Math.ceil((from + 1) / step) * step; year <= to; year += step) {
      const mark = make("span", { text: String(year) });
      mark.style.left = place(january(year));
      found.push(mark);
    }
    element.replaceChildren(...found);
  };

  const barWords = (one, bar) =>
    `${one.id}: ${bar.label}${bar.ahead ? ", projected" : ""}, ${bar.from === null ? "from the beginning" : `from ${long(bar.from)}`} ${bar.to === null ? "with no end recorded" : `until ${long(bar.to)}, that day not included`}`;
  const lineRow = (one, group) => {
    const key = `lines ${group} ${one.id}`;
    const [first, last] = span();
    const opened = state.open.get(key);
    const name = make(
      "button",
      { type: "button", class: "name", "aria-expanded": String(opened === null), onclick: () => toggle(key, null) },
      one.name,
      " ",
      make("small", { class: "of", text: authorityOf(one) }),
    );
    const track = make("div", { class: "track" });
    for (const bar of barsOf(one, state.known)) {
      if (bar.kind === "absent" || (bar.to !== null && bar.to <= first) || (bar.from !== null && bar.from >= last))
        continue;
      const mine = opened && opened.from === bar.from && opened.ahead === bar.ahead;
      const button = make("button", {
        type: "button",
        tabindex: "-1",
        class: `bar k-${bar.kind}${bar.ahead ? " projected" : ""}`,
        "aria-label": barWords(one, bar),
        title: barWords(one, bar),
        "aria-expanded": String(Boolean(mine)),
        onclick: () => toggle(key, bar),
      });
      const [left, right] = [bar.from ?? first, bar.to ?? last].map((day) => parseFloat(place(day)));
      button.style.left = `${left}%`;
      button.style.width = `${right - left}%`;
      track.append(button);
    }
    for (const said of one.said) {
      if (!sees(said.known, said.retracted, state.known) || !inSpan(said.said)) continue;
      const mark = make("span", {
        class: "word",
        "aria-hidden": "true",
        text: "▼",
        title: `${said.on} ${word(said.by)}: ${word(said.says)}`,
      });
      mark.style.left = place(said.said);
      track.append(mark);
    }
    const row = make("div", { class: "row", role: "listitem", "data-id": one.id, "data-key": key }, name, track);
    if (opened !== undefined) {
      row.append(about(one, opened));
      row.classList.add("opened");
    }
    return row;
  };

  const drawLines = () => {
    const shown = chosen().filter((one) => !state.only || inForce(one));
    drawSummary(chosen().filter(inForce));
    const scale = make("div", { class: "years scale", "aria-hidden": "true" });
    const over = make("div", { class: "over", "aria-hidden": "true" });
    for (const one of talks) {
      const day = one.last ?? one.first;
      if (day === null || !inSpan(day)) continue;
      const mark = make("i", {});
      mark.style.left = place(day);
      over.append(mark);
    }
    const now = make("i", { class: "now", id: "line-now" });
    over.append(now);
    let room = state.rows.lines;
    let left = 0;
    const found = [];
    for (const [name, members] of grouped(shown)) {
      const drawn = members.slice(0, Math.max(room, 0));
      left += members.length - drawn.length;
      room -= drawn.length;
      if (!drawn.length) continue;
      if (name) found.push(make("h3", {}, `${name} `, make("span", { class: "of", text: String(members.length) })));
      found.push(
        make("div", { role: "list", "aria-label": name || "Sanctions" }, ...drawn.map((one) => lineRow(one, name))),
      );
    }
    $("lines").replaceChildren(
      ...(shown.length ? [over, scale, ...found] : [make("p", { class: "nothing", text: "No record matches." })]),
    );
    if (shown.length) years(scale, 44);
    now.style.left = place(state.day);
    now.hidden = !inSpan(state.day);
    more("lines", left);
  };

  // --- Talks and words --------------------------------------------------------------------------------------------------------------------

  const drawSaid = () => {
    const shown = chosen();
    drawSummary(shown.filter(inForce));
    const ids = new Set(shown.map((one) => one.id));
    const rows = talks.map((one) => {
      const given = [
        ...new Set(
          shown.flatMap((each) => [
            ...actsOf(each)
              .filter((act) => act.talks === one.id && sees(act.known, act.retracted, state.known))
              .map((act) => `${word(act.event)} ${each.id}`),
            ...(each.reliefs ?? [])
              .map(([where]) => reliefs[where])
              .filter((relief) => relief.talks === one.id && sees(relief.known, relief.retracted, state.known))
              .map((relief) => relief.name),
          ]),
        ),
      ];
      const words = make(
        "td",
        { role: "cell" },
        make("b", { text: one.title }),
        tail(one.place, one.persons && one.persons.join(", "), one.freed !== null && `${one.freed} freed`),
        note(one),
        given.length ? make("p", { text: `Given for it: ${given.join("; ")}` }) : "",
        ...cites(one.sources),
      );
      return [one.first ?? one.last, one.on, "◆ talks", words];
    });
    for (const said of statements) {
      const mine = said.about.filter((id) => ids.has(id));
      if (!mine.length || !sees(said.known, said.retracted, state.known)) continue;
      const words = make(
        "td",
        { role: "cell" },
        make("b", { text: word(said.by) }),
        ` said “${word(said.says)}”${said.for ? ` of ${said.for}` : ""}`,
        said.quote ? ": “" : "",
        said.quote ? make("blockquote", { text: said.quote }) : "",
        said.quote ? "”" : "",
        note(said),
        make("span", { class: "id", text: `about ${mine.join(", ")}` }),
        ...cites(said.sources),
      );
      rows.push([said.said, said.on, "▼ words", words]);
    }
    rows.sort(([one], [other]) => (one ?? data.first) - (other ?? data.first));
    const table = $("said");
    for (const body of table.querySelectorAll("thead, tbody")) body.remove();
    table.append(
      make(
        "thead",
        { role: "rowgroup" },
        make(
          "tr",
          { role: "row" },
          ...["Day", "What", "Words and sources"].map((text) =>
            make("th", { scope: "col", role: "columnheader", text }),
          ),
        ),
      ),
      make(
        "tbody",
        { role: "rowgroup" },
        ...rows.map(([day, on, what, words]) =>
          make(
            "tr",
            { role: "row", class: day !== null && day > state.day ? "later" : null },
            make("th", { scope: "row", role: "rowheader" }, day === null ? on : dayLink(day, on)),
            make("td", { role: "cell", text: `${what}${day !== null && day > state.day ? ", after the day" : ""}` }),
            words,
          ),
        ),
      ),
    );
  };

  // --- The strip over the slider: how many were in force, and when there were talks and words ---------------------------------------------

  const drawStrip = () => {
    const [first, last] = span();
    const kinds = ["in-force", "relieved-in-part", "relieved-in-full", "doubtful"];
    const turns = new Map();
    const add = (day, kind, number) => {
      if (!turns.has(day)) turns.set(day, [0, 0, 0, 0]);
      turns.get(day)[kind] += number;
    };
    for (const one of chosen()) {
      if (one.listed !== 1) continue;
      for (const [from, to, knownFrom, knownTo, where] of histories[one.history]) {
        const answer = answers[where];
        if (answer.binds !== 1 || !sees(knownFrom, knownTo, state.known)) continue;
        const kind = Math.max(kinds.indexOf(answer.kind), 0);
        add(Math.max(from ?? first, first), kind, 1);
        if (to !== null) add(Math.max(to, first), kind, -1);
      }
    }
    const sum = [0, 0, 0, 0];
    const steps = [...turns]
      .sort(([one], [other]) => one - other)
      .filter(([day]) => day < last)
      .map(([day, change]) => {
        change.forEach((number, kind) => {
          sum[kind] += number;
        });
        return [day, [...sum]];
      });
    const total = (counts, upTo) => counts.slice(0, upTo + 1).reduce((one, other) => one + other, 0);
    const most = steps.reduce((high, [, counts]) => Math.max(high, total(counts, 3)), 0);
    const svg = $("strip");
    const WIDTH = 1000;
    const HEIGHT = 48;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
    const x = (day) => (((day - first) * WIDTH) / (last - first)).toFixed(2);
    const y = (number) => (HEIGHT - (number * (HEIGHT - 2)) / Math.max(most, 1)).toFixed(2);
    const areas = kinds.map((kind, upTo) => {
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      const line = steps.map(([day, counts]) => `H${x(day)}V${y(total(counts, upTo))}`).join("");
      path.setAttribute("d", `M0 ${HEIGHT}${line}H${WIDTH}V${HEIGHT}Z`);
      path.setAttribute("class", `area a-${kind}`);
      return path;
    });
    const ahead =
      state.known === null
        ? answers.reduce((day, one) => Math.max(day, one.projected_from ?? LAST), FIRST)
        : state.known + 1;
    const veil = document.createElementNS("http://www.w3.org/2000/svg", "rect"); // from here on every answer is projected
    for (const [name, value] of Object.entries({
      class: "veil",
      x: x(within(ahead, first, last)),
      y: 0,
      width: WIDTH,
      height: HEIGHT,
    }))
      veil.setAttribute(name, value);
    svg.replaceChildren(...areas.reverse(), veil);
    state.most = most;
    const marks = [];
    const mark = (day, name, sign, title) => {
      if (day === null || !inSpan(day)) return;
      const element = make("span", { class: name, text: sign, title });
      element.style.left = place(day);
      marks.push(element);
    };
    for (const one of talks) mark(one.last ?? one.first, "talk", "◆", `${one.on} ${one.title}`);
    const mine = new Set(chosen().flatMap((one) => one.said));
    for (const one of mine)
      if (sees(one.known, one.retracted, state.known))
        mark(one.said, "word", "▼", `${one.on} ${word(one.by)}: ${word(one.says)}`);
    $("marks").replaceChildren(...marks);
    years($("years"), 44);
  };

  // --- Drawing what changed ------------------------------------------------------------------------------------------------------------------

  const draw = { day: drawDay, lines: drawLines, said: drawSaid };
  const controls = () => {
    const [first, last] = span();
    const slide = $("slide");
    slide.min = first;
    slide.max = last;
    slide.value = within(state.day, first, last);
    slide.setAttribute("aria-valuetext", long(state.day));
    $("now").style.left = place(state.day);
    $("now").hidden = !inSpan(state.day);
    if ($("day").value !== iso(state.day)) $("day").value = iso(state.day);
    const text = state.known === null ? "" : iso(state.known);
    if ($("known").value !== text) $("known").value = text;
    const known = $("known-slide");
    known.value = state.known === null ? known.max : within(state.known, +known.min, +known.max - 1);
    known.setAttribute("aria-valuetext", state.known === null ? "all that is recorded" : long(state.known));
    $("known-words").textContent = state.known === null ? "all that is recorded" : `on ${long(state.known)}`;
  };
  let waiting = 0;
  const refresh = (all) => {
    // at most once a frame, however fast the slider goes
    if (all) drawStrip();
    controls();
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(now);
  };
  const now = () => {
    const line = $("line-now");
    if (state.view === "lines" && line && state.drawn === stamp()) {
      // only the day has moved
      line.style.left = place(state.day);
      line.hidden = !inSpan(state.day);
      drawSummary(chosen().filter(inForce));
    } else draw[state.view]();
    state.drawn = stamp();
  };
  const stamp = () =>
    [
      state.view,
      state.known,
      state.query,
      state.subject,
      state.authority,
      state.group,
      state.from,
      state.only && state.day,
      state.rows.lines,
      [...state.open.keys()].join(),
      state.turn,
    ].join("|");
  const toggle = (key, bar) => {
    const old = state.open.get(key);
    const same =
      state.open.has(key) && (old === bar || (old && bar && old.from === bar.from && old.ahead === bar.ahead));
    if (same) state.open.delete(key);
    else state.open.set(key, bar);
    state.turn = (state.turn ?? 0) + 1;
    const held = document.activeElement;
    const label = held && (held.getAttribute("aria-label") ?? held.textContent);
    const row = held && held.closest("[data-id]");
    const among = row ? [...document.querySelectorAll(`#${held.closest("section").id} [data-id]`)].indexOf(row) : -1;
    const section = row && held.closest("section").id;
    draw[state.view]();
    state.drawn = stamp();
    if (section && among >= 0) {
      // the row was drawn anew: the focus stays where it was
      const fresh = document.querySelectorAll(`#${section} [data-id]`)[among];
      [...(fresh?.querySelectorAll("button") ?? [])]
        .find((one) => (one.getAttribute("aria-label") ?? one.textContent) === label)
        ?.focus({ preventScroll: true });
    }
  };

  // --- The address: #2025-12-14, or #2025-12-14/2025-12-01 for a day of knowledge ---------------------------------------------------------------

  const hashOf = (day, known) => `#${iso(day)}${known === null ? "" : `/${iso(known)}`}`;
  let writing = 0;
  const write = () => {
    // replaced, not added, and only when the slider rests: browsers refuse hundreds of addresses a minute
    clearTimeout(writing);
    writing = setTimeout(() => history.replaceState(null, "", hashOf(state.day, state.known)), 200);
  };
  const read = () => {
    clearTimeout(writing);
    const hash = location.hash;
    if (hash.length < 2) {
      message("");
      return;
    }
    const [first, second, ...rest] = hash.slice(1).split("/");
    const [day, known] = [dayOf(first), second === undefined ? null : dayOf(second)];
    if (day === null || (second !== undefined && known === null) || rest.length) {
      message(
        `The address ends in ${hash.slice(0, 60)}, which names no day. Write #2025-12-14, or #2025-12-14/2025-12-01 for what was known on the second day.`,
      );
      return;
    }
    message("");
    [state.day, state.known] = [day, known];
  };
  const message = (text) => {
    $("message").hidden = !text;
    $("message").textContent = text;
  };
  const ask = (day, known) => {
    const all = known !== state.known;
    message("");
    [state.day, state.known] = [within(day, FIRST, LAST), known];
    write();
    refresh(all);
  };

  // --- Starting ----------------------------------------------------------------------------------------------------------------------------------

  const options = (element, head, values) =>
    element.replaceChildren(
      make("option", { value: "", text: head }),
      ...values.map(([value, text]) => make("option", { value, text })),
    );
  const steps = (element, get, set) =>
    element.addEventListener("keydown", (event) => {
      const moves = {
        ArrowLeft: (day) => day - 1,
        ArrowDown: (day) => day - 1,
        ArrowRight: (day) => day + 1,
        ArrowUp: (day) => day + 1,
        PageDown: (day) => monthOn(day, -1),
        PageUp: (day) => monthOn(day, 1),
      };
      if (!moves[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      set(moves[event.key](get()));
    });

  const start = () => {
    const knowledge = $("known-slide");
    const [knownFirst, knownLast] = [data.known_first ?? data.start, data.known_last ?? data.start];
    knowledge.min = knownFirst;
    knowledge.max = knownLast + 1; // its last place stands for all that is recorded
    const subjectNames = [...new Set(sanctions.flatMap(subjectsOf))]
      .map((id) => [id, nameOfSubject(id)])
      .sort(([, one], [, other]) => (one < other ? -1 : 1));
    options($("subject"), "All subjects", subjectNames);
    options(
      $("authority"),
      "All authorities",
      data.authorities.map(([id, name]) => [id, name === id ? id : `${name} (${id})`]),
    );
    if (!data.subjects.length) state.group = "none";
    $("group").value = state.group;
    const [from, to] = [parts(data.first)[0], parts(data.last)[0]];
    options(
      $("from"),
      `All, from ${from}`,
      Array.from({ length: Math.max(to - from, 0) }, (_, number) => to - number).map((year) => [
        String(year),
        `from ${year}`,
      ]),
    );
    $("legend").append(
      ...LEGEND.filter(([kind]) => answers.some((one) => one.kind === kind)).map(([kind, text]) =>
        make("li", {}, swatch(kind, false), text),
      ),
      make("li", {}, swatch("in-force", true), "projected: half as high"),
      ...(talks.length
        ? [make("li", {}, make("span", { class: "sign", text: "◆ ┊", "aria-hidden": "true" }), "negotiation round")]
        : []),
      ...(statements.length
        ? [
            make(
              "li",
              {},
              make("span", { class: "sign", text: "▼", "aria-hidden": "true" }),
              "statement, on the day by which it was said",
            ),
          ]
        : []),
    );
    if (matchMedia("(max-width: 720px)").matches) $("counts").open = $("which").open = false;

    $("slide").addEventListener("input", () => ask(+$("slide").value, state.known));
    steps(
      $("slide"),
      () => state.day,
      (day) => ask(within(day, ...span()), state.known),
    );
    $("day").addEventListener("input", () => {
      const day = dayOf($("day").value);
      if (day !== null) ask(day, state.known);
    });
    $("day").addEventListener("blur", controls);
    $("before").addEventListener("click", () => ask(state.day - 1, state.known));
    $("after").addEventListener("click", () => ask(state.day + 1, state.known));
    const known = (day) => ask(state.day, day > knownLast ? null : Math.max(day, knownFirst));
    knowledge.addEventListener("input", () => known(+knowledge.value));
    steps(knowledge, () => Math.min(state.known ?? knownLast + 1, knownLast + 1), known);
    $("known").addEventListener("input", () => {
      const field = $("known");
      const day = dayOf(field.value);
      if (day !== null || (field.value === "" && !field.validity.badInput)) ask(state.day, day);
    });
    $("known").addEventListener("blur", controls);
    $("all-known").addEventListener("click", () => ask(state.day, null));
    const rows = () => {
      state.rows = { day: PAGE, lines: PAGE };
      refresh(true);
    };
    $("search").addEventListener("input", () => {
      state.query = $("search").value;
      rows();
    });
    for (const name of ["subject", "authority", "group"])
      $(name).addEventListener("change", () => {
        state[name] = $(name).value;
        rows();
      });
    $("from").addEventListener("change", () => {
      state.from = $("from").value ? +$("from").value : null;
      rows();
    });
    $("only").addEventListener("change", () => {
      state.only = $("only").checked;
      rows();
    });
    for (const view of ["day", "lines"])
      $(`more-${view}`).addEventListener("click", () => {
        state.rows[view] += PAGE;
        refresh(false);
      });
    $("counts").addEventListener("toggle", () => {
      if (state.view === "day") drawMatrix();
    });
    tabs();
    $("lines").addEventListener("keydown", along);
    window.addEventListener("hashchange", () => {
      read();
      refresh(true);
    });
    let resizing = 0;
    window.addEventListener("resize", () => {
      clearTimeout(resizing);
      resizing = setTimeout(() => {
        drawStrip();
        if (state.view === "lines") drawLines();
      }, 150);
    });
    theme();
    printing();
    $("page").hidden = false;
    read();
    if ($("message").hidden) write();
    refresh(true);
  };

  const along = (event) => {
    // ← and → go along a row, from its name over its bars
    const row = event.target.closest(".row");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!row || !step || event.target.closest(".about")) return;
    const stops = [...row.querySelectorAll(":scope > .name, :scope > .track > .bar")];
    const next = stops[stops.indexOf(event.target) + step];
    event.preventDefault();
    if (next) next.focus();
  };

  const tabs = () => {
    const names = ["day", "lines", "said"];
    const show = (view, focus) => {
      state.view = view;
      for (const name of names) {
        const on = name === view;
        $(`tab-${name}`).setAttribute("aria-selected", String(on));
        $(`tab-${name}`).tabIndex = on ? 0 : -1;
        $(`view-${name}`).hidden = !on;
      }
      if (focus) $(`tab-${view}`).focus();
      refresh(false);
    };
    for (const [number, name] of names.entries()) {
      $(`tab-${name}`).addEventListener("click", () => show(name, false));
      $(`tab-${name}`).addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (step) {
          event.preventDefault();
          show(names[(number + step + names.length) % names.length], true);
        }
      });
    }
  };

  const theme = () => {
    const button = $("theme");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const now = () => document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
    const name = () => {
      button.textContent = now() === "dark" ? "Light" : "Dark";
      button.setAttribute("aria-label", `${button.textContent} colours`);
    };
    button.addEventListener("click", () => {
      document.documentElement.dataset.theme = now() === "dark" ? "light" : "dark";
      name();
    });
    dark.addEventListener("change", name);
    button.hidden = false;
    name();
  };

  const printing = () => {
    // paper has no button to show more, and gets the table of the day whichever view is open
    let rows = null;
    window.addEventListener("beforeprint", () => {
      rows = { ...state.rows };
      state.rows = { day: Infinity, lines: Infinity };
      if (state.view !== "day") drawDay();
      draw[state.view]();
    });
    window.addEventListener("afterprint", () => {
      if (rows) state.rows = rows;
      draw[state.view]();
    });
  };

  try {
    start();
  } catch (error) {
    // an old browser, or a file that was cut short: say so rather than show half an answer
    $("page").hidden = false;
    message(`This page could not be drawn: ${error}`);
    throw error;
  }
})();
