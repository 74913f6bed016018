"""What lines of a text look like: folded, how many words, which shape."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.kernel import ABROAD, COMPILED, ODD, traits
from cleaner.model import Shape
from cleaner.text.fold import fold_each, fold_simple, plain
from cleaner.text.shape import count_words, shape_of, shaped

Look = tuple[str, int, Shape]

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
