"""By language: how much junk stays, how much of the article goes, and whether the language is told right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from benchmarks.data import Bench, general_rules, read_jsonl, table
from cleaner import Cleaner

_SAME = {"nb": "no", "nn": "no"}


@dataclass
class _Figures:
    """Counts of one language."""

    texts: int = 0
    junk: int = 0  # words of lines (or snippets) that must go
    junk_left: int = 0
    article: int = 0  # words of lines (or snippets) that must stay
    article_lost: int = 0
    told: Counter[str] = field(default_factory=Counter)  # right, wrong or not told

    def row(self, name: str) -> list[str]:
        """As the table has it."""
        parts = ((self.junk_left, self.junk), (self.article_lost, self.article))
        told = ((self.told["right"], self.texts), (self.told["wrong"], self.texts))
        return [name, f"{self.texts:,}", *(_share(*share) for share in (*parts, *told))]


def report(bench: Bench, show: int = 0) -> None:
    """Print a table for each suite of texts that tells languages; `show` junk lines left, by language."""
    cleaner = Cleaner(general_rules())
    for suite, judge in (("news-text-dev", _by_lines), ("snippets-text-dev", _by_snippets)):
        found: dict[str, _Figures] = {}
        left: dict[str, Counter[str]] = {}
        for row in read_jsonl(bench.folder / f"{suite}.jsonl.gz"):
            language = _SAME.get(row["lang"], row["lang"])
            figures = found.setdefault(language, _Figures())
            cleaned = cleaner.clean(row["text"], html=False)
            told = cleaned.metadata.get("language", "")
            figures.texts += 1
            figures.told[
                "none" if not told else "right" if _SAME.get(told, told) == language else "wrong"
            ] += 1
            left.setdefault(language, Counter()).update(judge(figures, row, cleaned.body))
        print(f"\n{suite}, words; rules of single sites left out\n")
        header = ["language", "texts", "junk left", "article lost", "language told", "told wrong"]
        print(table(header, [found[name].row(name) for name in sorted(found, key=lambda n: -found[n].texts)]))
        for language, lines in left.items() if show else ():
            print(f"\n{language}")
            print("\n".join(f"  {times:3} {line[:140]}" for line, times in lines.most_common(show)))


def _by_lines(figures: _Figures, row: Mapping[str, Any], body: str) -> Iterable[str]:
    """Labels say of each line that is not blank what it is: k and t stay, j goes, p is partly article."""
    there = Counter(line.strip() for line in body.splitlines())
    lines = [line.strip() for line in row["text"].splitlines() if line.strip()]
    for line, label in zip(lines, row["labels"], strict=False):
        words = len(line.split())
        stays = there[line] > 0
        there[line] -= stays
        if label == "j":
            figures.junk += words
            figures.junk_left += words * stays
            if stays:
                yield line
        elif label == "k":
            figures.article += words
            figures.article_lost += words * (not stays and line not in body)


def _by_snippets(figures: _Figures, row: Mapping[str, Any], body: str) -> Iterable[str]:
    """Some stretches must be in the body, some must not."""
    body = " ".join(body.split())
    for snippet in row["must_not_have"]:
        stays = " ".join(snippet.split()) in body
        figures.junk += len(snippet.split())
        figures.junk_left += len(snippet.split()) * stays
        if stays:
            yield snippet
    for snippet in row["must_have"]:
        figures.article += len(snippet.split())
        figures.article_lost += len(snippet.split()) * (" ".join(snippet.split()) not in body)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"
