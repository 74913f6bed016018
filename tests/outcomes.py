"""All that cleaning says of our own texts, a line a text: for two builds to be compared, byte for byte.

python outcomes.py > FILE
"""

from __future__ import annotations

from pathlib import Path

from cleaner import Cleaner

HERE = Path(__file__).parent
FOLDERS = (HERE.parent / "seeds" / "raw", HERE / "negative", HERE / "golden")


def main() -> None:
    """Clean each text; print the outcome, and every number the decision rests on, as it is."""
    cleaner = Cleaner()
    texts = [path.read_text(encoding="utf-8") for folder in FOLDERS for path in sorted(folder.glob("*.txt"))]
    for text in (*texts, "\n\n".join(texts)):
        _, weighed = cleaner.weigh(text)
        print([hope.hex() for hope in weighed.hopes], [list(codes) for codes in weighed.codes])
        print(ascii(cleaner.clean(text)))


if __name__ == "__main__":
    main()
