"""Words that pages print as labels, inside sentences that the article says: not a letter may go.

Each line stands between the paragraphs of a story in its language, and below the last one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pytest
from conftest import HERE

from cleaner import Cleaner
from cleaner.text import as_block

STORIES: Mapping[str, Any] = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))

CODES = ("row", "column", "toc", "gallery", "embed", "ad", "caption", "video")
IN_CODE = (
    "print(board[{}])",
    "x = grid[{}][0]",
    "Use df.loc[{}] to pick one line of the table and leave the others where they are.",
    "The word [{}] stands in the middle of this sentence, and the manual explains it on page nine.",
    "He typed [{}] into the form and waited, but the page came back as empty as before.",
    "[{}] is what he typed into the form, but the page came back as empty as before.",
    "What he typed into the form, before the page came back empty, was [{}]",
    'The list holds "[{}]" and nothing else, as the second of the two examples shows.',
)
LABELS = {  # where a label of advertisements opens a sentence
    "ar": [
        "إعلان {} غيّر كل شيء في تلك السنة، وما زال الناس يتحدثون عنه في الميناء.",
        "الاستقلال",
        "الحرب",
        "النتائج",
    ],
    "hi": ["विज्ञापन {} इस साल दोगुने महँगे हो गए, और छोटे अख़बार उन्हें चुका नहीं सके।", "की दरें", "और पोस्टर"],
    "ko": [
        "광고 {} 올해 십 퍼센트 줄어들 것으로 회사는 내다보고 있다고 화요일에 밝혔다.",
        "시장은",
        "매출이",
        "단가는",
    ],
    "zh": [
        "广告 {} 今年缩小了一成，公司在星期二的会上这样说，两家小报因此停刊，一百多人失业。",
        "市场",
        "收入",
    ],
    "ja": [
        "広告 {}は今年一割縮んだと会社は火曜日の会議で述べ、そのため小さな新聞が二つ廃刊になった。",
        "市場",
        "収入",
    ],
    "he": ["פרסומת {} תלתה על הקיר כל השנים, ואיש לא זכר מי הדביק אותה שם לפני המלחמה.", "אחת", "ישנה"],
    "th": ["โฆษณา {} ที่เหลืออยู่บนผนังเป็นภาพเรือข้ามฟากลำเก่าในหมอกยามเช้าของปีนั้น", "ชิ้นเดียว", "เก่า"],
    "tr": [
        "REKLAM {} salı günü toplandı ve üç şirkete para cezası verdi, kararını da açıkladı.",
        "Kurulu",
        "Konseyi",
    ],
    "de": ["ANZEIGE {} nannte sich der Verein, der im Hafen drei Säulen stehen hatte.", "Berlin", "Hamburg"],
    "ru": ["РЕКЛАМА {} называлось агентство, которое сняло в порту три тумбы и сдало их.", "Москва", "Север"],
}
BRACKETS = (
    "The council agreed (see: {}) that the pier belongs to nobody, and so it was left alone.",
    "The council agreed [related: {}] that the pier belongs to nobody, and so it was left alone.",
    "The council agreed (also read: {}) that the pier belongs to nobody, and so it was left alone.",
)
INSIDE = (
    "the minutes of 4 March 2011",
    "Holm 1962, p. 12",
    "Ten Reasons to Leave the Pier",
    "doubled at once",
)
SENTENCES = {
    "zh": ["责任编辑的工作他做了三十年，直到渡船停航。", "文/武两道他都不通，却在码头上当了三十年的秘书。"],
    "ja": ["文＝言葉、写真＝沈黙、と彼は手帳に書き残し、それを誰にも見せなかったと娘は語った。"],
    "fr": ["Tous droits réservés, disait l'étiquette collée sur la boîte, et personne ne l'ouvrait."],
    "es": ["Todos los derechos reservados, decía la tapa, y nadie la abrió en treinta años."],
    "de": ["Alle Rechte vorbehalten, stand auf dem Deckel, und niemand hob ihn in dreißig Jahren."],
    "it": ["Tutti i diritti riservati, diceva il coperchio, e nessuno lo aprì per trent'anni."],
    "ru": [
        "Фото: так называлась единственная мастерская.",
        "Все права защищены, гласила крышка, и никто не открывал её тридцать лет.",
    ],
    "en": [
        "You can write to Marta Lund at marta@x.example.",
        "By subscribing you agree to nothing, she adds.",
        "The fare had risen by the end of May (read: doubled at once).",
        "The pillars were too thin to bear the weight of a tram (see also: Holm and Lund 1962, p. 12).",
    ],
}
QUESTIONS = {
    "en": ("Who took the photo?", "Photo: Anders Holm"),
    "de": ("Von wem ist das Foto?", "Foto: Anders Holm"),
    "es": ("¿Quién hizo la foto del puente?", "Foto del puente: Anders Holm"),
    "zh": ("这张图片是谁拍的？", "图片来源：视觉中国"),
}
_DESCRIPTION = 22  # words
CREDITS = {
    "en": [
        "(Photo: Jane Roe)", "Photo: Jane Roe/Reuters", "[File photo: Jane Roe]", "(AP Photo/Jane Roe)",
        "(Reuters)",
    ],
    "de": ["(Foto: Jana Muster)", "Foto: Jana Muster/dpa", "[Bild: Jana Muster]", "(dpa)"],
    "fr": ["(Photo : Jeanne Exemple)", "(Crédit photo : AFP)", "(AFP)"],
    "es": ["(Foto: Juana Ejemplo)", "[Imagen: EFE]", "(EFE)"],
    "it": ["(Foto: Anna Esempio)", "(ANSA)"],
    "pl": ["(fot. Anna Oko)", "Fot. Anna Oko", "(PAP)"],
    "ru": ["(Фото: Анна Окунева)", "Фото: ТАСС", "(ТАСС)"],
    "ja": ["（写真：山田花子）", "（共同）"],
    "zh": ["（图：李四）", "（新华社）"],
    "ar": ["(تصوير: أحمد علي)", "(رويترز)"],
}  # fmt: skip
JUNK = {  # what the same words say when they stand for themselves
    "en": ["[toc]", "[gallery]", "[row] [column]", "[/column] [/row]", "[vc_row][vc_column]", "[ad_1]"],
    "zh": ["责任编辑：李四"],
    "ja": ["文：山田花子"],
    "fr": ["Tous droits réservés"],
    "ru": ["Фото: Jane Roe"],
}


def _cases() -> list[tuple[str, str]]:
    cases = [("en", line.format(code)) for line in IN_CODE for code in CODES]
    cases += [("en", line.format(text)) for line in BRACKETS for text in INSIDE]
    cases += [(lang, line.format(word)) for lang, (line, *words) in LABELS.items() for word in words]
    return [*cases, *((lang, line) for lang, lines in SENTENCES.items() for line in lines)]


def _lost(cleaner: Cleaner, language: str, lines: Sequence[str]) -> list[str]:
    """The lines that do not come out whole, between the paragraphs or below the last."""
    story = STORIES.get(language, STORIES["en"])
    above, below = story["paragraphs"][:2], story["paragraphs"][2:]
    texts = ([story["title"], *above, *lines, *below], [story["title"], *above, *below, *lines])
    found = []
    for text in texts:
        body = cleaner.clean("\n\n".join(text) + "\n", html=False).body
        found += [line for line in lines if line not in body.split("\n\n") and line not in body.splitlines()]
    return found


@pytest.mark.parametrize(("language", "line"), _cases())
def test_a_sentence_with_the_word_stays(language: str, line: str, cleaner: Cleaner) -> None:
    assert _lost(cleaner, language, [line]) == []


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_above_a_credit_stays(language: str, cleaner: Cleaner) -> None:
    question, answer = QUESTIONS[language]
    assert question not in _lost(cleaner, language, [question, answer])
    title, first, *others = (STORIES[language]["title"], *STORIES[language]["paragraphs"])
    tight = "\n\n".join([title, first, f"{question}\n{answer}", *others])
    assert question in cleaner.clean(tight, html=False).body.splitlines()
    assert question not in _lost(cleaner, language, [f"{question}\n{answer}"])


@pytest.mark.parametrize("language", CREDITS)
def test_a_paragraph_right_above_a_credit_stays(language: str, cleaner: Cleaner) -> None:
    """A shorter one may be the description of a picture, which the text does not tell."""
    title, *paragraphs = (STORIES[language]["title"], *STORIES[language]["paragraphs"])
    for credit, number in product(CREDITS[language], range(len(paragraphs))):
        lines = [*paragraphs[:number], f"{paragraphs[number]}\n{credit}", *paragraphs[number + 1 :]]
        body = cleaner.clean("\n\n".join([title, *lines]), html=False).body
        lost = [line for line in paragraphs if line not in body]
        assert [line for line in lost if as_block(line).words > _DESCRIPTION] == [], credit


@pytest.mark.parametrize(("language", "line"), [(lang, line) for lang in JUNK for line in JUNK[lang]])
def test_the_word_on_its_own_goes(language: str, line: str, cleaner: Cleaner) -> None:
    assert _lost(cleaner, language, [line]) == [line, line]
