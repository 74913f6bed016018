"use strict";
const one = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const documents = all(".document");
const chosen = {}; // by filter: the value, or nothing
let current = null; // the cut that is told of
let picked = ""; // text that somebody has selected
let saved = 0; // ticks in the file saved last

if (matchMedia("(max-width: 60rem)").matches) one("more").open = false;

// --- filters

const OF_CUTS = ["kind", "rule", "by", "change"];
const texts = new Map(); // of documents, for the search

function textOf(doc) {
  if (!texts.has(doc)) {
    const rules = all(".cut", doc).map((cut) => cut.dataset.rule);
    texts.set(doc, [doc.dataset.name, doc.textContent, ...new Set(rules)].join("\n").toLowerCase());
  }
  return texts.get(doc);
}

const fitsCut = (cut) => OF_CUTS.every((name) => !chosen[name] || cut.dataset[name] === chosen[name]);

function fits(doc, text) {
  const data = doc.dataset;
  for (const name of ["site", "language", "share"]) {
    if (chosen[name] && data[name] !== chosen[name]) return false;
  }
  if (chosen.risk && !data.risk.split("|").includes(chosen.risk)) return false;
  const byCut = OF_CUTS.some((name) => chosen[name]);
  let wanted = 0;
  for (const cut of all(".cut", doc)) {
    const fit = !byCut || fitsCut(cut);
    wanted += fit;
    cut.classList.toggle("aside", !fit);
  }
  return (!byCut || wanted > 0) && (!text || textOf(doc).includes(text));
}

function show() {
  const text = one("search").value.trim().toLowerCase();
  let number = 0;
  for (const doc of documents) {
    doc.hidden = !fits(doc, text);
    number += !doc.hidden;
  }
  one("found").textContent = `${number.toLocaleString("en")} of ${documents.length.toLocaleString("en")} shown`;
  one("nothing").hidden = number > 0;
  one("reset").hidden = !text && !Object.values(chosen).some(Boolean);
}

function choose(name, value) {
  chosen[name] = value;
  for (const button of all(`.chart[data-filter="${name}"] button`)) {
    button.setAttribute("aria-pressed", String(Boolean(value) && button.dataset.value === value));
  }
  for (const select of all(`select[data-filter="${name}"]`)) select.value = value;
  show();
}

for (const chart of all(".chart")) {
  chart.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const name = chart.dataset.filter;
    if (button) choose(name, chosen[name] === button.dataset.value ? "" : button.dataset.value);
  });
}
for (const select of all("select[data-filter]")) {
  select.addEventListener("input", () => choose(select.dataset.filter, select.value));
}
one("search").addEventListener("input", show);
one("reset").addEventListener("click", () => {
  one("search").value = "";
  for (const name of Object.keys(chosen)) choose(name, "");
  show();
});

// --- what is told of a cut

function tell(cut) {
  if (current) current.classList.remove("now");
  current = cut;
  picked = "";
  cut.classList.add("now");
  const { rule, by, why, near, change } = cut.dataset;
  one("d-rule").textContent = rule;
  one("d-by").textContent = change ? `${change}, by ${by}` : `by ${by}`;
  one("d-why").textContent = why;
  one("d-near").textContent = near && !why.includes(near) ? `It hangs on “${near}”.` : "";
  one("d-swatch").className = `dot ${[...cut.classList].find((name) => /^g\d$/.test(name))}`;
  one("wrong").setAttribute("aria-pressed", String(cut.classList.contains("wrong")));
  open(true);
}

function tellSelected(text) {
  if (current) current.classList.remove("now");
  current = null;
  picked = text;
  one("d-rule").textContent = "kept";
  one("d-by").textContent = "no rule cuts it";
  one("d-why").textContent = `“${text.length > 200 ? `${text.slice(0, 200)}…` : text}”`;
  one("d-near").textContent = "";
  one("d-swatch").className = "dot";
  open(false);
}

function open(ofCut) {
  for (const id of ["wrong", "copy-allow", "copy-ignore"]) one(id).hidden = !ofCut;
  one("copied").textContent = "";
  one("d-draft").hidden = true;
  one("details").hidden = false;
}

function close() {
  one("details").hidden = true;
  if (current) current.classList.remove("now");
  current = null;
}

document.addEventListener("focusin", (event) => {
  if (event.target.classList.contains("cut")) tell(event.target);
});
document.addEventListener("mouseover", (event) => {
  const cut = event.target.closest(".cut");
  if (cut && cut !== current && !document.activeElement.closest(".cut, #details")) tell(cut);
});
document.addEventListener("click", (event) => {
  const cut = event.target.closest(".cut");
  if (cut) cut.focus({ preventScroll: true });
});
document.addEventListener("mouseup", () => {
  const selection = getSelection();
  const text = selection.toString().trim().replace(/\s+/g, " ");
  const node = selection.anchorNode && selection.anchorNode.parentElement;
  if (text.length > 2 && node && node.closest(".text") && !node.closest(".cut")) tellSelected(text);
});
one("close").addEventListener("click", close);

// --- what can be done about it

const line = (cut) => cut.textContent.trim().replace(/\s+/g, " ");
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  one("copied").textContent = `Copied: ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
}

function draft() {
  const [kind, name] = current ? current.dataset.rule.split("/") : ["own", "line"];
  const text = JSON.stringify((current ? line(current) : picked).slice(0, 200));
  const why = JSON.stringify(current ? current.dataset.why : "Say here why it goes.");
  return `kind = ${JSON.stringify(kind)}\nabout = "Say here what the kind is."\n\n[[rule]]\n`
    + `name = ${JSON.stringify(current ? `${name}-own` : name)}\nwhy = ${why}\n`
    + `equals.any = [${text}]\ncuts.any = [${text}]\nkeeps.any = ["Put a line here that looks like it and must stay."]\n`;
}

one("copy-allow").addEventListener("click", () => copy(`--allow ${quoted(line(current))}`));
one("copy-ignore").addEventListener("click", () => copy(`--ignore ${current.dataset.rule}`));
one("copy-draft").addEventListener("click", () => {
  one("d-draft").textContent = draft();
  one("d-draft").hidden = false;
  copy(draft());
});

function tick() {
  if (!current) return;
  const wrong = current.classList.toggle("wrong");
  one("wrong").setAttribute("aria-pressed", String(wrong));
  const number = all(".cut.wrong").length;
  one("ticks").textContent = String(number);
  one("save").hidden = number === 0;
}
one("wrong").addEventListener("click", tick);

one("save").addEventListener("click", () => {
  const rows = all(".cut.wrong").map((cut) => JSON.stringify({
    document: cut.closest(".document").dataset.name,
    start: Number(cut.dataset.start),
    end: Number(cut.dataset.end),
    verdict: "wrong",
    rule: cut.dataset.rule,
    text: cut.querySelector(".unknown") ? "" : cut.textContent,
  }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${rows.join("\n")}\n`], { type: "application/jsonl" }));
  link.download = "marks.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
  saved = rows.length;
});
addEventListener("beforeunload", (event) => {
  if (all(".cut.wrong").length !== saved) event.preventDefault();
});

// --- keys

function step(by) {
  const cuts = all(".document:not([hidden]) .cut:not(.aside)");
  if (!cuts.length) return;
  const at = cuts.indexOf(current);
  const next = cuts[at < 0 ? (by > 0 ? 0 : cuts.length - 1) : (at + by + cuts.length) % cuts.length];
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const search = () => one("search").focus();
  const action = { j: () => step(1), k: () => step(-1), x: tick, "/": search, Escape: close }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

show();
