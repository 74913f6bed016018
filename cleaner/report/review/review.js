"use strict";
const one = (id) => document.getElementById(id);
const documents = [...document.querySelectorAll(".document")];
const chosen = { kinds: "", shares: "", risks: "", ways: "" };
let current = null;

// --- filters

const bins = [...document.querySelectorAll("#shares button")].map((button) => button.dataset.value);
const value = (id) => (one(id) ? one(id).value : "");

function fitsCut(cut) {
  return (!chosen.kinds || cut.dataset.kind === chosen.kinds)
    && (!chosen.ways || cut.dataset.by === chosen.ways)
    && (!value("rule") || cut.dataset.rule === value("rule"));
}

function fits(doc, text) {
  const data = doc.dataset;
  if (value("site") && data.site !== value("site")) return false;
  if (value("language") && data.language !== value("language")) return false;
  if (chosen.shares && bins[data.share] !== chosen.shares) return false;
  if (chosen.risks && !data.risks.split("|").includes(chosen.risks)) return false;
  const cuts = [...doc.querySelectorAll(".cut")];
  const wanted = cuts.filter(fitsCut);
  const byCut = chosen.kinds || chosen.ways || value("rule");
  for (const cut of cuts) cut.toggleAttribute("hidden-by-filter", Boolean(byCut) && !fitsCut(cut));
  if (byCut && !wanted.length) return false;
  if (!text) return true;
  return data.name.toLowerCase().includes(text) || doc.textContent.toLowerCase().includes(text)
    || cuts.some((cut) => cut.dataset.rule.includes(text));
}

function show() {
  const text = value("search").trim().toLowerCase();
  let number = 0;
  for (const doc of documents) {
    doc.hidden = !fits(doc, text);
    number += !doc.hidden;
  }
  one("found").textContent = `${number} of ${documents.length} shown`;
  one("nothing").hidden = number > 0;
}

for (const name of Object.keys(chosen)) {
  one(name).addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    chosen[name] = chosen[name] === button.dataset.value ? "" : button.dataset.value;
    for (const other of one(name).querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other.dataset.value === chosen[name]));
    }
    show();
  });
}
for (const id of ["search", "rule", "site", "language"]) {
  if (one(id)) one(id).addEventListener("input", show);
}
one("reset").addEventListener("click", () => {
  for (const name of Object.keys(chosen)) chosen[name] = "";
  for (const button of document.querySelectorAll(".chart button")) button.setAttribute("aria-pressed", "false");
  for (const id of ["search", "rule", "site", "language"]) if (one(id)) one(id).value = "";
  show();
});

// --- what is told of a cut

function tell(cut) {
  current = cut;
  const { rule, by, why, near } = cut.dataset;
  one("d-rule").textContent = rule;
  one("d-by").textContent = `by ${by}`;
  one("d-why").textContent = why;
  one("d-near").textContent = near ? `It hangs on “${near}”.` : "";
  one("wrong").setAttribute("aria-pressed", String(cut.classList.contains("wrong")));
  one("copied").textContent = "";
  one("details").hidden = false;
}

function close() {
  one("details").hidden = true;
  current = null;
}

document.addEventListener("focusin", (event) => {
  if (event.target.classList.contains("cut")) tell(event.target);
});
document.addEventListener("mouseover", (event) => {
  const cut = event.target.closest(".cut");
  if (cut && !document.activeElement.closest(".cut, #details")) tell(cut);
});
document.addEventListener("click", (event) => {
  const cut = event.target.closest(".cut");
  if (cut) cut.focus();
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
  one("copied").textContent = `Copied: ${text.slice(0, 80)}`;
}

function draft(cut) {
  const [kind, name] = cut.dataset.rule.split("/");
  const text = line(cut).slice(0, 200);
  return `kind = ${JSON.stringify(kind)}\nabout = ""\n\n[[rule]]\nname = ${JSON.stringify(`${name}-own`)}\nwhy = ""\n`
    + `equals.any = [${JSON.stringify(text)}]\ncuts.any = [${JSON.stringify(text)}]\nkeeps.any = []\n`;
}

one("copy-allow").addEventListener("click", () => copy(`--allow ${quoted(line(current))}`));
one("copy-ignore").addEventListener("click", () => copy(`--ignore ${current.dataset.rule}`));
one("copy-draft").addEventListener("click", () => copy(draft(current)));

function tick() {
  if (!current) return;
  const wrong = current.classList.toggle("wrong");
  one("wrong").setAttribute("aria-pressed", String(wrong));
  const number = document.querySelectorAll(".cut.wrong").length;
  one("ticks").textContent = String(number);
  one("save").hidden = number === 0;
}
one("wrong").addEventListener("click", tick);

one("save").addEventListener("click", () => {
  const rows = [...document.querySelectorAll(".cut.wrong")].map((cut) => JSON.stringify({
    document: cut.closest(".document").dataset.name,
    start: Number(cut.dataset.start),
    end: Number(cut.dataset.end),
    verdict: "wrong",
    rule: cut.dataset.rule,
    text: cut.textContent,
  }));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${rows.join("\n")}\n`], { type: "application/jsonl" }));
  link.download = "marks.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
});

// --- keys

function step(by) {
  const cuts = [...document.querySelectorAll(".document:not([hidden]) .cut:not([hidden-by-filter])")];
  if (!cuts.length) return;
  const at = cuts.indexOf(current);
  const next = cuts[at < 0 ? (by > 0 ? 0 : cuts.length - 1) : (at + by + cuts.length) % cuts.length];
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const action = { j: () => step(1), k: () => step(-1), x: tick, Escape: close }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
});

one("found").textContent = `${documents.length} of ${documents.length} shown`;
