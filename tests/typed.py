"""A program that uses the library: CI checks its types against the built wheel, as `py.typed` promises."""

from collections.abc import Iterator

from cleaner import Cleaned, Cleaner, DocumentError, Removal, clean, clean_many, load_rules, select_rules


def bodies(pages: list[bytes]) -> Iterator[str]:
    for result in clean_many(pages, jobs=1):
        if isinstance(result, DocumentError):
            print(result.message)
        else:
            yield result.body


def rules_of(cuts: tuple[Removal, ...]) -> list[str]:
    return [cut.rule for cut in cuts]


cleaned: Cleaned = Cleaner(select_rules(load_rules(), keep=["caption"])).clean("A text.", seconds=5)
title: str | None = clean("A text.", url="https://a.example/").metadata.get("title")
names: list[str] = rules_of(cleaned.removals)
told: dict[str, object] = cleaned.to_dict(explain=False)
clean(3, url=7)  # type: ignore[arg-type]  # what is wrong is found
