"""A plea that somebody in the article is said to make stays, though it opens like the pleas that are cut."""

from __future__ import annotations

import tomllib

import pytest
from conftest import HERE

from cleaner import Cleaner

STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
REPORTED = {
    "en": [
        "Readers like you, the old editor used to say, are the reason we print.",
        "Sign up for our newsletter, the poster said, and win a bicycle.",
        "Subscribe to our newsletter, he told every guest at the door.",
    ],
    "de": [
        "Abonnieren Sie unseren Newsletter, sagte der alte Redakteur jedem Gast.",
        "Unterstützen Sie unsere Arbeit, schrieb er an die Nachbarn.",
    ],
    "fr": ["Abonnez-vous à notre newsletter, disait le vieux rédacteur à chaque invité."],
    "es": ["Suscríbete a nuestro boletín, decía el viejo redactor a cada invitado."],
    "it": ["Iscriviti alla nostra newsletter, diceva il vecchio redattore a ogni ospite."],
    "ru": ["Подпишитесь на нашу рассылку, говорил старый редактор каждому гостю."],
    "pl": ["Zapisz się do naszego newslettera, mówił stary redaktor każdemu gościowi."],
}
PLEAS = {
    "en": "Sign up for our newsletter and win a bicycle.",
    "de": "Abonnieren Sie unseren Newsletter und gewinnen Sie ein Fahrrad.",
    "fr": "Abonnez-vous à notre newsletter et gagnez un vélo.",
    "es": "Suscríbete a nuestro boletín y gana una bicicleta.",
    "it": "Iscriviti alla nostra newsletter e vinci una bicicletta.",
    "ru": "Подпишитесь на нашу рассылку и выиграйте велосипед.",
    "pl": "Zapisz się do naszego newslettera i wygraj rower.",
}


def _body(language: str, sentence: str, cleaner: Cleaner) -> str:
    """What is left of a story with this sentence stuck to its first paragraph."""
    first, *others = STORIES[language]["paragraphs"]
    lines = [STORIES[language]["title"], f"{first} {sentence}", *others]
    return cleaner.clean("\n\n".join(lines), html=False).body


@pytest.mark.parametrize(("language", "said"), [(lang, line) for lang in REPORTED for line in REPORTED[lang]])
def test_what_somebody_says_stays(language: str, said: str, cleaner: Cleaner) -> None:
    assert said in _body(language, said, cleaner)


@pytest.mark.parametrize("language", PLEAS)
def test_what_the_site_says_goes(language: str, cleaner: Cleaner) -> None:
    assert PLEAS[language] not in _body(language, PLEAS[language], cleaner)
