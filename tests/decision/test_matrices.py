"""The same story in every language, printed with what pages put around it: the story stays, the rest goes.

`articles.toml` holds the story; each test prints it in many ways, at every caution, and names what differs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

import pytest
from conftest import HERE

from cleaner import Caution, Cleaner, RulePack, select_rules

ARTICLES: Mapping[str, Any] = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
LANGUAGES = pytest.mark.parametrize("language", ARTICLES)
CAUTIONS = tuple(Caution)

# What no rule knows better: the sentence opens as a plea does, and nothing in it says that it is none.
OPENS_AS_PLEA = {
    "A newsletter that lands in your inbox every morning was a new idea in 1996, and most people thought that "
    "it was a mistake.",
    "All rights reserved for the crown in the charter of 1401 went to the harbour office in 1922.",
    "Aby czytać dalej, zapaliła świecę, bo w drugim tygodniu zabrakło prądu na całej wyspie.",
    "Okumaya devam etmek için bir mum yaktı, çünkü ikinci haftada adanın elektriği kesilmişti.",
}


@pytest.fixture(scope="module")
def cleaners(library: RulePack) -> Mapping[Caution, Cleaner]:
    pack = select_rules(library)
    return {caution: Cleaner(pack, caution=caution) for caution in CAUTIONS}


def wrong(
    cleaners: Mapping[Caution, Cleaner], texts: Iterable[tuple[Sequence[str], Sequence[str]]]
) -> list[str]:
    """What differs where lines should come out as other lines, one cause a line."""
    found = []
    for (lines, wanted), (caution, cleaner) in product(list(texts), cleaners.items()):
        body = cleaner.clean("\n\n".join(lines) + "\n", html=False).body.strip().split("\n\n")
        if body != list(wanted):
            lost = [line for line in wanted if line not in body]
            left = [line for line in body if line not in wanted]
            found.append(f"{caution}: lost {lost}, left {left}")
    return found


@LANGUAGES
def test_the_title_stays_and_who_wrote_it_and_when_go(
    language: str, cleaners: Mapping[Caution, Cleaner]
) -> None:
    story = ARTICLES[language]

    def texts() -> Iterator[tuple[list[str], list[str]]]:
        kept = [story["title"], *story["paragraphs"]]
        name, byline = story["name"], story["byline"]
        yield [story["title"], byline, *story["paragraphs"]], kept
        for date in story["dates"]:
            for signed in ([date], [byline, date], [date, byline], [name, date], [date, name]):
                yield [story["title"], *signed, *story["paragraphs"]], kept

    assert wrong(cleaners, texts()) == []


@LANGUAGES
def test_a_plea_costs_no_paragraph(language: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    story = ARTICLES[language]

    def texts() -> Iterator[tuple[list[str], list[str]]]:
        title, paragraphs = story["title"], story["paragraphs"]
        for plea in story["pleas"]:
            for at in range(1, len(paragraphs)):
                yield [*paragraphs[:at], plea, *paragraphs[at:]], paragraphs
                yield [title, *paragraphs[:at], plea, *paragraphs[at:]], [title, *paragraphs]
            yield [title, paragraphs[0], plea, paragraphs[-1]], [title, paragraphs[0], paragraphs[-1]]

    assert wrong(cleaners, texts()) == []


@LANGUAGES
def test_a_line_that_is_wholly_junk_goes_from_a_clean_text(
    language: str, cleaners: Mapping[Caution, Cleaner]
) -> None:
    story = ARTICLES[language]

    def texts() -> Iterator[tuple[list[str], list[str]]]:
        for line in (*story["pleas"], *story["dates"], story["byline"]):
            yield [line, *story["paragraphs"]], story["paragraphs"]
            yield [*story["paragraphs"], line], story["paragraphs"]

    assert wrong(cleaners, texts()) == []


@LANGUAGES
def test_what_an_article_says_of_pleas_stays(language: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    story = ARTICLES[language]

    def texts() -> Iterator[tuple[list[str], list[str]]]:
        for sentence in story["tempting"]:
            if sentence not in OPENS_AS_PLEA:
                for at in (1, 2, len(story["paragraphs"])):
                    lines = [story["title"], *story["paragraphs"]]
                    lines.insert(at, sentence)
                    yield lines, lines

    assert wrong(cleaners, texts()) == []


@pytest.mark.parametrize("sentence", sorted(OPENS_AS_PLEA))
@pytest.mark.xfail(strict=True, reason="it opens as a plea does, and nothing in it says that it is none")
def test_what_opens_as_a_plea_stays(sentence: str, cleaner: Cleaner) -> None:
    story = ARTICLES["en"]["paragraphs"]
    text = "\n\n".join([*story[:2], sentence, *story[2:]]) + "\n"
    assert cleaner.clean(text, html=False).body == text


_BEFORE, _AFTER = ARTICLES["en"]["paragraphs"][:2], ARTICLES["en"]["paragraphs"][2:]
LISTS = {
    "tour": ["12 March 2024 – Lower Hatch, Corn Exchange", "14 March 2024 – Port Ald, The Mole", "19 March 2024 – Crane Island"],
    "bare dates": ["12 March 2024", "14 March 2024", "19 March 2024"],
    "numeric dates": ["12.03.2024", "14.03.2024", "19.03.2024"],
    "dates with places": ["March 12: Lower Hatch", "March 14: Port Ald", "March 19: Crane Island"],
    "names": ["Vera Lund", "Moses Hartley", "Edna Foulkes"],
    "deutsch": ["12. März 2024, Unterhecht", "14. März 2024, Aldhafen", "19. März 2024, Kranichinsel"],
    "日本語": ["2024年3月12日 下町公民館", "2024年3月14日 港ホール", "2024年3月19日 鶴島"],
}  # fmt: skip


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_dates_stays(kind: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    def texts() -> Iterator[tuple[list[str], list[str]]]:
        for lines in ([*_BEFORE, *LISTS[kind]], [*_BEFORE, *LISTS[kind], *_AFTER]):
            yield lines, lines

    assert wrong(cleaners, texts()) == []


def test_a_diary_keeps_its_dates(cleaners: Mapping[Caution, Cleaner]) -> None:
    paragraphs = ARTICLES["en"]["paragraphs"][:3]
    days = ("10 February 2021", "11 February 2021", "14 February 2021")
    lines = [line for day in zip(days, paragraphs, strict=True) for line in day]
    assert wrong(cleaners, [(lines, lines)]) == []


@cache
def _story() -> list[str]:
    return [*_BEFORE, *_AFTER]


# lines that are wholly junk at the end of a clean text
ENDS = (
    "###", "# # #", "-ENDS-", "ENDS", "– 30 –", "(끝)", "（完）", "انتهای پیام/",
    "Keywords: lamp, tower, clock", "Source: Harbour Gazette", "© 2021 Harbour Gazette", "Sent from my iPhone",
    "Von meinem iPhone gesendet", "Posted using PostBird", "The post Old lighthouse gets a new keeper appeared first on Harbour Gazette.",
    "Der Beitrag Alter Leuchtturm erschien zuerst auf Hafenpost.", "L'article Le vieux phare est apparu en premier sur Courrier du port.",
    "La entrada El viejo faro se publicó primero en Correo del Puerto.", "（责编：李明、王芳）", "分享到： 微信 微博",
    "Written By : Mira Joshi | Published : 10 Feb 2021, 02:05 PM IST", "来源：滨海日报 发布时间：2021-02-10 14:05",
    "gtag('config', 'UA-12345-6');", ".css-1abc{color:#333;font-size:16px;} @media (max-width:600px){.css-1abc{display:none;}}",
    "Load-Date: September 19, 2018", "Length: 118 words",
)  # fmt: skip


@pytest.mark.parametrize("line", ENDS)
def test_a_sign_at_the_end_goes(line: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    assert wrong(cleaners, [([*_story(), line], _story())]) == []


WHOLE = (
    "By Jane Roe", "By Jane Roe\n\nMarch 3, 2021", "March 3, 2021", "Von Hanna Vogt", "10. Februar 2021", "Keywords: pier, stone",
    "-ENDS-", "###", "Sign up for our newsletter", "© 2021 Harbour Gazette", "Photo: Jane Roe/Harbour Gazette",
)  # fmt: skip


@pytest.mark.parametrize("text", WHOLE)
def test_an_input_of_nothing_but_junk_is_empty_and_suspicious(
    text: str, cleaners: Mapping[Caution, Cleaner]
) -> None:
    for cleaner in cleaners.values():
        cleaned = cleaner.clean(text, html=False)
        assert (cleaned.body, cleaned.suspicious) == ("", True)


@pytest.mark.parametrize("sign", ["###", "# # #", "***", "* * *", "~", "—"])
def test_a_sign_between_the_parts_of_a_story_stays(sign: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    lines = [line for part in _story() for line in (part, sign)]
    assert wrong(cleaners, [(lines[:-1], lines[:-1])]) == []


# code, share bars and long pleas go from between the paragraphs too
BETWEEN = (
    "(function(w,d,s,l,i){w[l]=w[l]||[];w[l].push({'gtm.start':new Date().getTime()});})(window,document,'script');",
    "window._taboola = window._taboola || []; _taboola.push({mode:'thumbnails-a', container:'below'});",
    ".css-1abc{color:#333;font-size:16px;} @media (max-width:600px){.css-1abc{display:none;}}",
    "Share this with Email Facebook Messenger Twitter Pinterest WhatsApp LinkedIn Copy this link",
    "Teilen Facebook Twitter WhatsApp E-Mail", "Поделиться: ВКонтакте Одноклассники Telegram", "공유 카카오톡 페이스북",
    "Sign up for the Harbour Gazette's weekly newsletter and receive stories like this one every Friday, free of charge.",
    "Melden Sie sich jetzt für den wöchentlichen Newsletter der Hafenpost an und lesen Sie jeden Freitag Geschichten wie diese.",
    "Inscrivez-vous à la newsletter hebdomadaire du Courrier du port et recevez chaque vendredi des récits comme celui-ci.",
    "Suscríbete al boletín semanal del Correo del Puerto y lee cada viernes historias como esta, sin coste alguno.",
    "港だよりの週刊メールマガジンにご登録ください。毎週金曜日に、このような記事を無料でお送りします。",
    "欢迎订阅海港周报的电子邮件通讯，每周五免费阅读这样的故事。",
    "For more news on reed and water, follow @harbourdesk on Twitter.",
)  # fmt: skip


@pytest.mark.parametrize("line", BETWEEN)
def test_code_and_long_pleas_go_from_anywhere(line: str, cleaners: Mapping[Caution, Cleaner]) -> None:
    story = _story()
    texts = (([*story[:at], line, *story[at:]], story) for at in range(len(story) + 1))
    assert wrong(cleaners, texts) == []


HEADINGS = {
    "en": "Most read", "de": "Meistgelesen", "fr": "Les plus lus", "es": "Lo más leído", "pt": "Mais lidas",
    "it": "I più letti", "nl": "Meest gelezen", "pl": "Najczęściej czytane", "ru": "Самое читаемое", "sv": "Mest lästa",
    "ja": "アクセスランキング", "zh": "热门文章", "ko": "많이 본 뉴스",
}  # fmt: skip


@pytest.mark.parametrize("language", HEADINGS)
@pytest.mark.parametrize("sign", ["1. ", "• ", ""])
def test_a_list_under_the_last_paragraph_goes_with_its_heading(
    language: str, sign: str, cleaners: Mapping[Caution, Cleaner]
) -> None:
    paragraphs = ARTICLES[language]["paragraphs"]
    others = [sign + ARTICLES[other]["title"] for other in ("en", "de", "fr")]
    assert wrong(cleaners, [([*paragraphs, HEADINGS[language], *others], paragraphs)]) == []
