"""Readers' comments in boxes without a telling name, beside the rules or the form for comments."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from cleaner import Cleaner

CLEANER = Cleaner()


class Said(NamedTuple):
    title: str
    article: tuple[str, ...]
    comments: tuple[str, ...]
    rules: tuple[str, ...]
    invitation: str


SAID = {
    "en": Said(
        "A pier of stone",
        (
            "The harbour council met on Monday for the first time since the storm and agreed to rebuild the "
            "north pier in stone and not in wood.",
            "The engineers had warned for years that the piles were hollow, and a report of last autumn puts "
            "the repair at eleven million.",
            "The fishermen who moor there will use the southern basin until spring, though the water is "
            "shallow for the larger boats.",
        ),
        (
            "What a waste of money while the village still needs a school.",
            "I moored there for twenty years and nobody ever looked at the piles.",
        ),
        (
            "Comments are the opinion of the users and not of islapost.example.",
            "islapost.example reserves the right to remove any comment.",
        ),
        "Leave a comment",
    ),
    "de": Said(
        "Eine Mole aus Stein",
        (
            "Der Hafenrat kam am Montag zum ersten Mal seit dem Sturm zusammen und beschloss, die Nordmole "
            "in Stein und nicht in Holz neu zu bauen.",
            "Die Ingenieure warnten seit Jahren, dass die Pfähle hohl seien, und ein Gutachten vom Herbst "
            "beziffert die Reparatur auf elf Millionen.",
            "Die Fischer, die dort festmachen, nutzen bis zum Frühjahr das Südbecken, obwohl das Wasser für "
            "die großen Boote flach ist.",
        ),
        (
            "So viel Geld für eine Mole, und die Schule im Dorf fällt auseinander.",
            "Ich habe dort zwanzig Jahre gelegen und nie hat jemand die Pfähle angesehen.",
        ),
        (
            "Kommentare geben die Meinung der Nutzer wieder und nicht die der Redaktion.",
            "Beleidigende Kommentare werden gelöscht.",
        ),
        "Kommentar schreiben",
    ),
    "fr": Said(
        "Une jetée de pierre",
        (
            "Le conseil du port s’est réuni lundi pour la première fois depuis la tempête et a décidé de "
            "rebâtir la jetée nord en pierre et non en bois.",
            "Les ingénieurs prévenaient depuis des années que les pieux étaient creux, et un rapport de "
            "l’automne chiffre la réparation à onze millions.",
            "Les pêcheurs qui s’y amarrent utiliseront le bassin sud jusqu’au printemps, bien que l’eau y "
            "soit peu profonde pour les grands bateaux.",
        ),
        (
            "Quelle dépense, alors que l’école du village tombe en ruine.",
            "J’y ai amarré mon bateau vingt ans et personne n’a jamais regardé les pieux.",
        ),
        (
            "Les commentaires sont l’opinion des utilisateurs et non de la rédaction.",
            "La rédaction se réserve le droit de supprimer tout commentaire.",
        ),
        "Laisser un commentaire",
    ),
    "es": Said(
        "Un muelle de piedra",
        (
            "El consejo del puerto se reunió el lunes por primera vez desde la tormenta y acordó reconstruir "
            "el muelle norte en piedra y no en madera.",
            "Los ingenieros avisaban desde hacía años de que los pilotes estaban huecos, y un informe del "
            "otoño cifra la reparación en once millones.",
            "Los pescadores que amarran allí usarán la dársena sur hasta la primavera, aunque el agua es "
            "poco profunda para los barcos grandes.",
        ),
        (
            "Vaya gasto tan poco ejemplar, con lo que hace falta una escuela nueva en el pueblo.",
            "Yo amarré allí veinte años y nadie miró nunca los pilotes.",
        ),
        (
            "Los comentarios son la opinión de los usuarios y no de islapost.example.",
            "islapost.example se reserva el derecho de eliminar cualquier comentario.",
        ),
        "Deja un comentario",
    ),
}
LANGUAGES = tuple(SAID)


def ending(said: Said, sort: str) -> str:
    """What stands below the comments."""
    if sort == "rules":
        return f"<ul>{''.join(f'<li>{rule}</li>' for rule in said.rules)}</ul>"
    return f"<h3>{said.invitation}</h3><form action='/c'><textarea></textarea><input type='submit'></form>"


def page(language: str, *boxes: str) -> str:
    said = SAID[language]
    return (
        f"<html lang='{language}'><head><title>{said.title} | Island Post</title></head><body>"
        f"<nav><a href='/'>Start</a></nav><article><h1>{said.title}</h1>{''.join(boxes)}</article>"
        "</body></html>"
    )


def box(name: str, *paragraphs: str, wrapped: bool = False) -> str:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f'<div class="{name}">{f"<div><div>{inner}</div></div>" if wrapped else inner}</div>'


@pytest.mark.parametrize("name", ["box", "box clearfix"])
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("sort", ["rules", "form"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_in_a_box_like_that_of_their_rules_go(
    language: str, sort: str, count: int, name: str
) -> None:
    said = SAID[language]
    comments = [box(f"{name} b{number}", said.comments[number], wrapped=True) for number in range(count)]
    below = f'<div class="box">{ending(said, sort)}</div>'
    cleaned = CLEANER.clean(page(language, box("text", *said.article), *comments, below))
    assert [paragraph for paragraph in said.article if paragraph not in cleaned.body] == []
    assert [comment for comment in said.comments[:count] if comment in cleaned.body] == []


@pytest.mark.parametrize("sort", ["rules", "form"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("first", "second", "wrapped"),
    [("text", "box", False), ("text", "text", True), ("row", "row box", True), ("", "", True)],
    ids=["a plain box", "a box like the article's", "a box with one name of it", "boxes without names"],
)
def test_the_last_part_of_an_article_above_them_stays(
    first: str, second: str, wrapped: bool, language: str, sort: str
) -> None:
    said = SAID[language]
    above, below = box(first, *said.article[:2]), box(second, said.article[2], wrapped=wrapped)
    form = f'<div class="{second}">{ending(said, sort)}</div>'
    cleaned = CLEANER.clean(page(language, above, below, form))
    assert [paragraph for paragraph in said.article if paragraph not in cleaned.body] == []
