"""The lines of a text: where they begin and end, and which may go on with the one above."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[int, int, int, int]  # start and end without edges; breaks before it; start with its indentation


def filled(physical: Sequence[str], invisible: str, edges: str) -> list[Line]:
    """The lines that hold something, without what stands at their edges: white space, and where there are
    `invisible` signs, all `edges`. `physical` are all lines, with their ends."""
    lines: list[Line] = []
    position = gap = 0
    for line in physical:
        held = line.strip()
        if held:
            head, tail = held[0], held[len(held) - 1]
            if (_is_odd(head) and head in invisible) or (_is_odd(tail) and tail in invisible):
                held = held.strip(edges)
        if held:
            first = position + line.find(held[0])
            lines.append((first, first + len(held), gap, position))
            gap = 0
        gap += 1
        position += len(line)
    return lines


def _is_odd(sign: str) -> bool:
    """Whether a sign is none that all the world writes."""
    return sign > "~"


def may_go_on(lines: Sequence[str], gaps: Sequence[int]) -> tuple[list[int], list[int], list[int]]:
    """Of the lines set tight below another: those that may begin inside a sentence, for a capital or digit of
    ASCII does not; those that may begin with a letter of a script without capitals; and those that may close
    a quotation or bracket."""
    inside: list[int] = []
    caseless: list[int] = []
    closing: list[int] = []
    for number, line in enumerate(lines):
        if number and gaps[number] == 1:
            sign = line[0]
            if not ("A" <= sign <= "Z" or "0" <= sign <= "9"):
                inside.append(number)
                if _is_odd(sign) and sign.isalpha():
                    caseless.append(number)
            if '"' in line or ")" in line or not line.isascii():
                closing.append(number)
    return inside, caseless, closing
