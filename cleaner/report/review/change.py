"""A document in two outputs, as the page shows it: newly cut, no longer cut, cut in both."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from cleaner.model import By, Removal
from cleaner.report.account import Account, is_prose, original_of
from cleaner.report.compare import Change, ChangedLine, Compared, Verdict
from cleaner.report.review.record import MOST_CUTS, Piece, Reviewed, Risk, context_of, cut_of, kept, shown


def changed(compared: Compared) -> Reviewed:
    """A compared document, for the page."""
    account = compared.after or compared.before
    assert account is not None
    if compared.verdict not in (Verdict.MORE, Verdict.LESS, Verdict.BOTH):
        reason = account.error or f"{compared.verdict}"
        return Reviewed(account.name, error=reason, risks=(Risk.FAILED,))
    cuts = [(line.change, _cut(line)) for line in compared.lines]
    placed = sorted({(cut, change) for change, cut in cuts if cut.start >= 0})
    pairs = zip(compared.lines, cuts, strict=True)
    loose = [Piece(line.text, cut_of(cut, change)) for line, (change, cut) in pairs
             if cut.start < 0]  # fmt: skip
    lost = any(line.change is Change.MORE and is_prose(line.text) for line in compared.lines)
    return Reviewed(
        account.name, account.url, account.site, account.language, account.title, account.words, account.left,
        len(compared.lines), Counter((cut.kind, cut.rule, str(cut.by)) for _, cut in cuts),
        tuple(_pieces(account, placed)), tuple(loose), (), (Risk.PROSE,) if lost else (),
        Counter(str(line.change) for line in compared.lines),
    )  # fmt: skip


def _cut(line: ChangedLine) -> Removal:
    return line.cut or Removal(-1, -1, line.text, line.rule, line.rule.partition("/")[0], "", By.MARK)


def _pieces(after: Account, changes: Sequence[tuple[Removal, Change]]) -> Iterator[Piece]:
    """The original: what changed, what is cut in both, what stays in both."""
    original = original_of(after)
    if original is None or not changes:
        return
    context = context_of(len(original))
    position = 0
    for cut, change in changes[:MOST_CUTS]:
        yield from _same(original, after.cuts, position, cut.start, context)
        yield from shown(cut.text, cut_of(cut, change))
        position = cut.end
    yield from _same(original, after.cuts, position, len(original), context)


def _same(original: str, cuts: Sequence[Removal], start: int, end: int, context: int) -> Iterator[Piece]:
    """A stretch without changes; what is cut in both outputs is gone."""
    first = bisect_right(cuts, start, key=lambda cut: cut.end)
    for cut in cuts[first:]:
        if cut.start >= end:
            break
        yield from kept(original[start : max(start, cut.start)], context)
        gone = original[max(start, cut.start) : min(end, cut.end)]
        yield from (piece._replace(gone=bool(piece.text)) for piece in kept(gone, context))
        start = max(start, min(end, cut.end))
    yield from kept(original[start:end], context)
