"""What is told of a page before it is parsed."""

from __future__ import annotations

_MOST_READ = 8  # times the length of the page, for what seems to be a tag within another one


def may_have_more(data: bytes, most: int) -> bool:
    """Whether an element of a page may have more attributes than this, by the bytes behind each `<`.

    Reads a start tag as browsers do (HTML, tokenization), from wherever one may begin. Where there is none
    with so many attributes, nobody who parses the page finds one; the other way round that is not certain.
    """
    count, at, left = len(data), 0, _MOST_READ * len(data)
    while True:
        at = data.find(b"<", at) + 1
        if at == 0:
            return False
        if at == count or not 65 <= (data[at] & 0xDF) <= 90:
            continue
        found, place = 0, at
        in_name = True  # of the element, then of an attribute
        named = False  # whether the next “=” stands behind a name
        while place < count:
            char = data[place]
            place += 1
            if char == 62:  # >
                break
            if char in (32, 9, 10, 13):
                in_name = False
            elif char == 47:  # /
                in_name = named = False
            elif char == 61 and named:  # =
                while place < count and data[place] in (32, 9, 10, 13):
                    place += 1
                quote = data[place] if place < count else 0
                if quote in (34, 39):
                    end = data.find(b'"' if quote == 34 else b"'", place + 1)
                    place = end + 1 if end >= 0 else count
                else:
                    while place < count and data[place] not in (32, 9, 10, 13, 62):
                        place += 1
                in_name = named = False
            elif not in_name:
                found += 1
                in_name = named = True
        left -= place - at
        if found > most or left < 0:
            return True
