"""What lines of a text look like: folded, how many words, which shape; and lines as blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from cleaner.kernel import ABROAD, COMPILED, ODD, Line, traits
from cleaner.model import Block, Shape
from cleaner.text.fold import fold_each, fold_simple, plain
from cleaner.text.shape import count_words, shape_of, shaped

Look = tuple[str, int, Shape]

_BLOCK = partial(tuple.__new__, Block)  # from all fields in order: a third of what naming them takes
_WORD = 256  # traits count words in so many


def looks(lines: Sequence[str]) -> list[Look]:
    """The look of each line, none of which is blank; what readers see nothing of is taken as it stands."""
    found: list[Look] = []
    odd: list[str] = []
    places: list[int] = []
    for line in lines:
        held = traits(line) if COMPILED else ODD
        if held & ODD:
            phrase = ""
        elif held & ABROAD:
            phrase = fold_simple(line)
        else:
            phrase = line.lower()
        if phrase:
            words = held // _WORD
            found.append((phrase, words, shaped(line, words, held)))
        else:
            odd.append(line)
            places.append(len(found))
            found.append(_LATER)
    seen = [plain(line) or line for line in odd]
    for place, shown, folded in zip(places, seen, fold_each(seen), strict=True):
        words = count_words(shown)
        found[place] = folded, words, shape_of(shown, words)
    return found


_LATER: Look = "", 0, Shape.PROSE  # takes the place of a line that is folded with others like it


def laid_out(
    lines: Sequence[Line], pieces: Sequence[str], shown: Sequence[str], known: Mapping[str, Block]
) -> list[Block]:
    """Lines of a text as blocks: `pieces` are what stands there, `shown` the same as readers see it.

    `known` has blocks by their text, of which nothing need be found out again.
    """
    seen: dict[str, Look] = {}
    unknown: list[str] = []
    unseen: list[str] = []
    for number, piece in enumerate(pieces):
        if piece not in seen:
            block = known.get(piece)
            if block is None:
                unknown.append(piece)
                unseen.append(shown[number])
                seen[piece] = _LATER
            else:
                seen[piece] = block[4], block[5], block[6]
    for number, look in enumerate(looks(unseen)):
        seen[unknown[number]] = look
    blocks: list[Block] = []
    for number, (start, end, gap, line) in enumerate(lines):
        piece = pieces[number]
        folded, words, shape = seen[piece]
        blocks.append(_BLOCK((start, end, line, piece, folded, words, shape, gap)))
    return blocks
