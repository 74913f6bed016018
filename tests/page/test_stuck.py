"""What is stuck to a paragraph in an element of its own: it goes, and no sentence of the article with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from itertools import cycle
from typing import Any

import pytest
from conftest import HERE

from cleaner import Cleaned, Cleaner

STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
STUCK: Mapping[str, Mapping[str, str]] = {
    "read also": {
        "en": "Read more: The ferry that came too early", "de": "Lesen Sie auch: Die Fähre, die zu früh kam",
        "es": "Lea también: El barco que llegó demasiado pronto",
        "ja": "あわせて読みたい：早く着きすぎた渡し船",
        "pl": "Czytaj także: Prom, który przypłynął za wcześnie",
        "ru": "Читайте также: Паром, который пришёл раньше времени",
    },
    "read more": {
        "en": "Read more", "de": "Weiterlesen", "es": "Leer más", "ja": "続きを読む", "pl": "Czytaj więcej",
        "ru": "Читать далее",
    },
    "a credit": {
        "en": "Photo: Ann Okafor", "de": "Foto: Ann Okafor", "es": "Foto: Ann Okafor", "ja": "写真：岡本花子",
        "pl": "Fot. Anna Oko", "ru": "Фото: Анна Окунева",
    },
    "an agency": {
        "en": "(Reuters)", "de": "(dpa)", "es": "(EFE)", "ja": "（共同）", "pl": "(PAP)", "ru": "(ТАСС)",
    },
    "an ad's label": {
        "en": "Advertisement", "de": "Anzeige", "es": "Publicidad", "ja": "広告", "pl": "Reklama",
        "ru": "Реклама",
    },
    "a label of a picture": {
        "en": "Click to enlarge", "de": "Bild vergrößern", "es": "Ampliar imagen", "ja": "画像を拡大",
        "pl": "Powiększ zdjęcie", "ru": "Увеличить фото",
    },
    "a newsletter": {
        "en": "Sign up for our newsletter", "de": "Jetzt den Newsletter abonnieren",
        "es": "Suscríbase a nuestro boletín", "ja": "メルマガに登録する",
        "pl": "Zapisz się do naszego newslettera", "ru": "Подпишитесь на нашу рассылку",
    },
}  # fmt: skip
AT_END = (
    " <span>{}</span>", "<span>{}</span>", ' <a href="/x">{}</a>', " <em>{}</em>",
    ' <small class="i">{}</small>', ' <strong><a href="/x">{}</a></strong>',
    ' <span class="box"><span>{}</span></span>\n',
)  # fmt: skip
AT_START = ('<a href="/x">{}</a> ', '<strong><a href="/x">{}</a></strong> ')
LANGUAGES = tuple(STUCK["a credit"])


def page(story: Mapping[str, Any], at: int, paragraph: str) -> str:
    """The story with one paragraph in other words."""
    parts = [f"<p>{paragraph if n == at else part}</p>" for n, part in enumerate(story["paragraphs"])]
    return (
        f"<html><head><title>{story['title']} | Island Post</title></head><body>"
        "<nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
        f"<article><h1>{story['title']}</h1>{''.join(parts)}</article>"
        "<footer><p>© Island Post. All rights reserved.</p></footer></body></html>"
    )


def is_told(cleaned: Cleaned, text: str) -> bool:
    return any(cut.text.strip() == text and "stuck" in cut.why for cut in cleaned.removals)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", STUCK)
def test_it_goes_and_the_paragraph_stays(kind: str, language: str, cleaner: Cleaner) -> None:
    story, text = STORIES[language], STUCK[kind][language]
    paragraphs = story["paragraphs"]
    places = cycle((0, 1, len(paragraphs) - 1))
    for form, at in zip(AT_END + AT_START, places, strict=False):
        own = form.format(text)
        whole = own + paragraphs[at] if form in AT_START else paragraphs[at] + own
        cleaned = cleaner.clean(page(story, at, whole), html=True)
        assert cleaned.body.split() == " ".join(paragraphs).split(), (form, at)
        assert kind == "read also" or is_told(cleaned, text) or text not in cleaned.body


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_an_element_takes_no_sentence_that_would_stay_without_it(language: str, cleaner: Cleaner) -> None:
    story = STORIES[language]
    paragraphs = story["paragraphs"]
    for form, sentence in zip(cycle(AT_END), story["tempting"], strict=False):
        plain, marked = (
            cleaner.clean(page(story, 1, paragraphs[1] + end.format(sentence)), html=True).body
            for end in (" {}", form)
        )
        assert marked.split() == plain.split() or sentence in marked, form


@pytest.mark.parametrize(
    "end",
    [
        "She had read it in <em>The Island Post</em>",
        'It was the last night of the old lamp, <a href="/d">10 February 2021</a>',
        'The keeper answers all who <a href="/x">get in touch</a>.',
        "The picture hangs in the hall, and below it stands <em>“Photo: Ann Okafor”</em>.",
        'Who wants to know what the lamp said will have to <a href="/x">read more</a>.',
    ],
)
def test_the_end_of_a_sentence_stays(end: str, cleaner: Cleaner) -> None:
    story = STORIES["en"]
    cleaned = cleaner.clean(page(story, 1, f"{story['paragraphs'][1]} {end}"), html=True)
    assert re.sub("<[^<>]*>", "", end) in cleaned.body
