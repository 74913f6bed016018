"""How good a body is beside the one a person would have kept: the figures of one document, and of many.

Gold comes in three forms. `Bodies` compares words with those of a whole body: a bag of words, and 4-grams as
the article benchmark of ScrapingHub does (https://github.com/scrapinghub/article-extraction-benchmark).
`Labels` knows of every line of the input whether it is article or junk, so that it can also tell how much
junk is left. `Snippets` knows only passages that must stay or go, as trafilatura's evaluation does.
Shares of one document are from 0 to 1; those of a summary are percents.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, Protocol

from cleaner.errors import UsageError

Gold = Mapping[str, Any]  # a row of the gold: what it is called, and what is right
Row = Mapping[str, float]  # the figures of a document; names with “_” are parts of a ratio over all documents
Figures = dict[str, float]

MUCH = 0.05  # share of an article's words; who loses more is counted
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f"
_SIGNS_OF = ("ja", "ko", "th", "zh")  # languages of which every sign counts as a word
_WORD = re.compile(r"\w+")
_SIGN = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_TOKEN = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")


class Form(Protocol):
    """A form of gold: `needs` are the fields by which a row of it is known."""

    name: str
    needs: tuple[str, ...]

    def score(self, gold: Gold, body: str) -> Row:
        """The figures of one body."""

    def summary(self, rows: Sequence[Row]) -> Figures:
        """The figures of all, in percent; `kept` and `junk_left` come first."""


def tokens(text: str) -> list[str]:
    """The words of a text as `Labels` compares them: casefolded, a sign each in unspaced scripts."""
    return _TOKEN.findall(text.replace("\u2019", "'").casefold())


def grams(words: Sequence[str], size: int = 4) -> Counter[tuple[str, ...]]:
    """All runs of so many words, as a bag; of fewer words, the one run they are."""
    if len(words) < size:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[start:] for start in range(size)), strict=False))


def overlap(predicted: Counter[Any], gold: Counter[Any]) -> tuple[float, float]:
    """Precision and recall of a bag; an empty one is right only if the gold is empty too."""
    if not predicted or not gold:
        same = float(not predicted and not gold)
        return same, same
    shared = (predicted & gold).total()
    return shared / predicted.total(), shared / gold.total()


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


class Bodies:
    """Gold that has the whole `body`; and perhaps snippets, `must_have` and `must_not_have`."""

    name: str = "bodies"
    needs: tuple[str, ...] = ("body",)

    def score(self, gold: Gold, body: str) -> Row:
        """Words compared in small letters, 4-grams as they are written."""
        spaced = language_of(gold)[:2] not in _SIGNS_OF
        find: Callable[[str], list[str]] = (_WORD if spaced else _SIGN).findall
        right = gold["body"] or ""
        gold_words, words = find(right.lower()), find(body.lower())
        precision, recall = overlap(Counter(words), Counter(gold_words))
        precision4, recall4 = overlap(grams(find(body)), grams(find(right)))
        row = {
            "f1": harmonic(precision, recall), "precision": precision, "recall": recall, "loss": 1 - recall,
            "_precision4": precision4, "_recall4": recall4, "exact": float(words == gold_words),
        }  # fmt: skip
        for name, key in (("have", "must_have"), ("have_not", "must_not_have")):
            if gold.get(key):
                row[name] = sum(s.lower() in body.lower() for s in gold[key]) / len(gold[key])
        return row

    def summary(self, rows: Sequence[Row]) -> Figures:
        """Means over documents; the 4-gram F1 is that of mean precision and mean recall."""
        found = {
            "kept": _mean(rows, "recall"), "junk_left": 100 - _mean(rows, "precision"),
            "f1": _mean(rows, "f1"),
            "f1_4gram": harmonic(_mean(rows, "_precision4"), _mean(rows, "_recall4")),
            "loss": _mean(rows, "loss"), "docs_loss5": _losers(rows), "exact": _mean(rows, "exact"),
            "precision": _mean(rows, "precision"), "recall": _mean(rows, "recall"),
        }  # fmt: skip
        return found | {name: _mean(rows, name) for name in ("have", "have_not") if _any(rows, name)}


class Labels:
    """Gold that has the `text` it was made from, and a letter a line that is not blank in `labels`.

    k: article · j: junk · p: both · t: the title, which may stay or go. The body is in `gold`.
    """

    name: str = "labels"
    needs: tuple[str, ...] = ("text", "labels", "gold")

    def score(self, gold: Gold, body: str) -> Row:
        """Raises UsageError if there are not as many labels as lines."""
        raw = [line for line in gold["text"].split("\n") if line.strip()]
        if len(raw) != len(gold["labels"]):
            raise UsageError(f"{gold.get('id')}: {len(raw)} lines but {len(gold['labels'])} labels")
        pairs = [(tokens(line), label) for line, label in zip(raw, gold["labels"], strict=True)]
        pairs = [(line, label) for line, label in pairs if line]  # a line without a word does not count
        lines = [line for line in map(tokens, body.split("\n")) if line]
        kept = share_kept([line for line, _ in pairs], lines)
        for title in (line for line, label in pairs if label == "t"):
            if title in lines:
                lines.remove(title)

        def words(wanted: str) -> list[str]:
            return [word for line, label in pairs if label in wanted for word in line]

        found, right = [word for line in lines for word in line], tokens(gold["gold"])
        lost = sum(len(line) * (1 - k) for (line, label), k in zip(pairs, kept, strict=True) if label == "k")
        junk = [(len(line), k) for (line, label), k in zip(pairs, kept, strict=True) if label == "j"]
        row = {
            "f1": _f1(Counter(found), Counter(right)), "f1_4gram": _f1(grams(found), grams(right)),
            "loss": lost / len(words("k")) if words("k") else 0.0,
            "exact": float(found in (words("k"), words("kp"), words("kt"), words("kpt"), right)),
            "_junk_lines": len(junk), "_junk_lines_gone": sum(k < 0.5 for _, k in junk),
            "_junk_words": sum(n for n, _ in junk), "_junk_words_gone": sum(n * (1 - k) for n, k in junk),
        }  # fmt: skip
        if not junk and "p" not in gold["labels"]:
            row["untouched"] = float(found in (words("kjp"), words("kp")))
        return row

    def summary(self, rows: Sequence[Row]) -> Figures:
        """Means over documents; of junk, shares of all lines and words there are."""
        words = _ratio(rows, "_junk_words_gone", "_junk_words")
        left = 100 - words if any(row["_junk_words"] for row in rows) else 0.0
        found = {
            "kept": 100 - _mean(rows, "loss"), "junk_left": left,
            "f1": _mean(rows, "f1"), "f1_4gram": _mean(rows, "f1_4gram"), "loss": _mean(rows, "loss"),
            "docs_loss5": _losers(rows), "exact": _mean(rows, "exact"),
            "junk_lines": _ratio(rows, "_junk_lines_gone", "_junk_lines"), "junk_words": words,
        }  # fmt: skip
        return found | ({"untouched": _mean(rows, "untouched")} if _any(rows, "untouched") else {})


class Snippets:
    """Gold of passages alone: those in `must_have` stand in the body, those in `must_not_have` don't."""

    name: str = "snippets"
    needs: tuple[str, ...] = ("must_have", "must_not_have")

    def score(self, gold: Gold, body: str) -> Row:
        """Compared as they are written, but for white space."""
        body = _squeezed(body)
        have, have_not = (gold.get(key) or [] for key in self.needs)
        found = sum(_squeezed(snippet) in body for snippet in have)
        left = sum(_squeezed(snippet) in body for snippet in have_not)
        return {
            "f1": harmonic(found / ((found + left) or 1), found / len(have)) if have else float(not left),
            "recall": found / len(have) if have else 1.0,
            "_have": len(have), "_found": found, "_have_not": len(have_not), "_left": left,
        }  # fmt: skip

    def summary(self, rows: Sequence[Row]) -> Figures:
        """Over all snippets there are."""
        have, found, have_not, left = (
            sum(row[name] for row in rows) for name in ("_have", "_found", "_have_not", "_left")
        )
        precision, recall = found / ((found + left) or 1), found / (have or 1)
        return {
            "kept": 100 * recall if have else 100.0, "junk_left": 100 * left / (have_not or 1),
            "f1": 100 * harmonic(precision, recall), "precision": 100 * precision, "recall": 100 * recall,
        }  # fmt: skip


FORMS: tuple[Form, ...] = (Labels(), Bodies(), Snippets())


def form_of(gold: Gold) -> Form:
    """The form that a row of gold has. Raises UsageError if it has none."""
    for form in FORMS:
        fits = any if form.name == "snippets" else all
        if fits(name in gold for name in form.needs):
            return form
    raise UsageError(
        "gold needs a field “body”; or “text”, “labels” and “gold”; or “must_have” and “must_not_have”"
    )


def language_of(record: Mapping[str, Any]) -> str:
    """The language that a row names; empty if it names none."""
    said = record.get("lang") or record.get("language")
    return said if isinstance(said, str) else ""


def share_kept(lines: Sequence[Sequence[str]], output: Sequence[Sequence[str]]) -> list[float]:
    """Of each line, as words, the share that still stands in the lines of the output.

    Lines that stand there whole are found in order; of others, runs of four words in what is left over.
    """
    before, after = [" ".join(line) for line in lines], [" ".join(line) for line in output]
    if before == after:
        return [1.0] * len(before)
    kept, free = [0.0] * len(before), [True] * len(after)
    for match in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            kept[match.a + step], free[match.b + step] = 1.0, False
    rest = [word for line, unmatched in zip(output, free, strict=True) if unmatched for word in line]
    if not rest:
        return kept
    runs, joined = set(grams(rest)), f" {' '.join(rest)} "
    for number, line in enumerate(lines):
        if kept[number]:
            continue
        if len(line) < 4:
            kept[number] = float(f" {before[number]} " in joined)
            continue
        covered = [False] * len(line)
        for at in range(len(line) - 3):
            if tuple(line[at : at + 4]) in runs:
                covered[at : at + 4] = [True] * 4
        kept[number] = sum(covered) / len(line)
    return kept


def _f1(predicted: Counter[Any], gold: Counter[Any]) -> float:
    if not predicted or not gold:
        return float(not predicted and not gold)
    return 2 * (predicted & gold).total() / (predicted.total() + gold.total())


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _mean(rows: Iterable[Row], name: str) -> float:
    values = [row[name] for row in rows if name in row]
    return 100 * sum(values) / len(values) if values else 0.0


def _any(rows: Iterable[Row], name: str) -> bool:
    return any(name in row for row in rows)


def _ratio(rows: Sequence[Row], part: str, whole: str) -> float:
    return 100 * sum(row[part] for row in rows) / max(1, sum(row[whole] for row in rows))


def _losers(rows: Sequence[Row]) -> float:
    return 100 * sum(row["loss"] > MUCH for row in rows) / len(rows) if rows else 0.0
