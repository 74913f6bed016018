"""Kinds of pages in several languages: a matrix over pages of our own making."""

from __future__ import annotations

import pytest

from cleaner import Cleaned, clean

# Two paragraphs, and what a paywall, a link and an error say, in each language.
WORDS = {
    "en": (
        "The council met on Monday to decide about the bridge on the river, which is a century old. "
        "Nobody had told the residents of the works before the road was closed to all but buses.",
        "The ferry will sail twice an hour from June, the harbour office said after a winter of repairs. "
        "Passengers had to take a bus around the bay, which cost them an hour in the morning.",
        "Subscribe to continue reading this article.", "News from the harbour", "Not found",
    ),
    "de": (
        "Der Rat beriet am Montag über die Brücke am Fluss, die hundert Jahre alt ist und wankt. "
        "Den Anwohnern hatte niemand von den Arbeiten erzählt, bevor die Straße gesperrt wurde.",
        "Die Fähre fährt von Juni an zweimal in der Stunde, teilte das Hafenamt nach dem Winter mit. "
        "Die Fahrgäste mussten den Bus um die Bucht nehmen, was sie jeden Morgen eine Stunde kostete.",
        "Jetzt abonnieren, um weiterzulesen.", "Neues aus dem Hafen", "Seite nicht gefunden",
    ),
    "fr": (
        "Le conseil s'est réuni lundi pour décider du sort du pont sur la rivière, vieux de cent ans. "
        "Personne n'avait parlé des travaux aux riverains avant que la route ne soit fermée.",
        "Le bac partira deux fois par heure à partir de juin, a annoncé le port après un long hiver. "
        "Les passagers devaient prendre un car autour de la baie, ce qui leur coûtait une heure le matin.",
        "Cet article est réservé aux abonnés.", "Des nouvelles du port", "Page introuvable",
    ),
    "es": (
        "El consejo se reunió el lunes para decidir sobre el puente del río, que tiene cien años. "
        "Nadie había hablado de las obras a los vecinos antes de que se cerrara la carretera.",
        "El transbordador saldrá dos veces por hora desde junio, dijo el puerto tras un largo invierno. "
        "Los pasajeros tenían que tomar un autobús por la bahía, que les costaba una hora cada mañana.",
        "Suscríbete para seguir leyendo.", "Noticias del puerto", "Página no encontrada",
    ),
    "ru": (
        "Совет собрался в понедельник, чтобы решить судьбу моста через реку, которому сто лет. "
        "Никто не рассказал жителям о работах до того, как дорогу закрыли для всех, кроме автобусов.",
        "Паром будет ходить дважды в час с июня, сообщили в порту после долгой зимы и ремонта. "
        "Пассажирам приходилось ехать на автобусе вокруг залива, и каждое утро это занимало час.",
        "Оформите подписку, чтобы читать дальше.", "Новости порта сегодня", "Страница не найдена",
    ),
}  # fmt: skip


def page(title: str, body: str, lang: str) -> Cleaned:
    return clean(
        f"<!DOCTYPE html><html lang={lang}><head><title>{title}</title></head><body>{body}</body></html>"
    )


def paragraphs(lang: str, times: int) -> str:
    one, two = WORDS[lang][:2]
    return "".join(f"<p>{n}: {one}</p><p>{n}: {two}</p>" for n in range(1, times + 1))


def links(lang: str) -> str:
    label = WORDS[lang][3]
    return "<ul>" + "".join(f'<li><a href="/{n}">{label} {n}</a></li>' for n in range(30)) + "</ul>"


def thread(lang: str) -> str:
    one, two = WORDS[lang][:2]
    return "".join(
        f'<div class="post"><div class="postbody"><p>{text}</p></div></div>'
        for text in (one, two, one[:60] + two)
    )


KINDS = {
    "article": (lambda lang: f"<article><h1>{WORDS[lang][3]}</h1>{paragraphs(lang, 3)}</article>", False),
    "paywall": (
        lambda lang: (
            f"<article><h1>{WORDS[lang][3]}</h1><p>{WORDS[lang][0]}</p>"
            f'<div class="box"><p>{WORDS[lang][2]}</p></div></article>'
        ),
        True,
    ),
    "listing": (lambda lang: f"<main><h1>{WORDS[lang][3]}</h1>{links(lang)}</main>", True),
    "forum": (lambda lang: f"<div id=page-body><h2>{WORDS[lang][3]}</h2>{thread(lang)}</div>", False),
    "shell": (lambda lang: f"<div id=app></div><noscript>{WORDS[lang][3]}</noscript>", True),
    "error": (lambda lang: f"<h1>{WORDS[lang][4]}</h1><p>{WORDS[lang][3]}</p>", True),
}


@pytest.mark.parametrize("lang", WORDS)
@pytest.mark.parametrize("kind", KINDS)
def test_kinds_of_pages_in_every_language(kind: str, lang: str) -> None:
    body, suspicious = KINDS[kind]
    title = WORDS[lang][4] if kind == "error" else WORDS[lang][3]
    cleaned = page(title, body(lang), lang)
    assert (cleaned.metadata["page_kind"], cleaned.suspicious) == (kind, suspicious)


@pytest.mark.parametrize("lang", WORDS)
def test_an_article_under_a_long_menu_and_over_a_list_stays_one(lang: str) -> None:
    article = f"<article><h1>{WORDS[lang][3]}</h1>{paragraphs(lang, 3)}</article>"
    body = f"<nav>{links(lang)}</nav>{article}{links(lang)}"
    cleaned = page(WORDS[lang][3], body, lang)
    assert (cleaned.metadata["page_kind"], cleaned.suspicious) == ("article", False)


@pytest.mark.parametrize("lang", WORDS)
def test_a_short_text_whose_wall_was_cut_is_suspicious(lang: str) -> None:
    one, two, wall, label, _ = WORDS[lang]
    stub = clean(f"{label}\n\n{one}\n\n{wall}\n")
    assert stub.suspicious
    assert not clean(f"{label}\n\n{one}\n\n{two}\n").suspicious


def test_a_shop_s_page_of_fragments_is_not_emptied_silently() -> None:
    rows = "".join(f"<tr><td><b>Part {n}</b></td><td>{n} mm, steel, blue</td></tr>" for n in range(40))
    cleaned = page("Bolts", f"<main><table>{rows}</table></main>", "en")
    assert len(cleaned.body.split()) > 100 or cleaned.suspicious


def test_a_line_left_over_of_nothing_but_junk_is_suspicious() -> None:
    junk = "\n\n".join((
        "Share on Facebook", "Advertisement", "Read more", "Sign up for our newsletter", "Harbour",
        "All rights reserved.", "Leave a comment", "Related articles",
    ))  # fmt: skip
    assert clean(junk).suspicious
