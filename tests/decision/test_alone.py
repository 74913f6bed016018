"""Lines that are wholly junk, alone in a clean text; and frames around one: the article comes out as it was."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence

import pytest
from conftest import HERE

from cleaner import Cleaner

STORIES = tomllib.loads((HERE / "decision" / "articles.toml").read_text(encoding="utf-8"))
P: Sequence[str] = STORIES["en"]["paragraphs"]

BELOW: Mapping[str, Sequence[str]] = {
    "en": (
        "Tags: lighthouses, islands", "Filed under: Local", "Topics: Crane Island | Lighthouses", "***", "-30-",
        "(END)", "ENDS", "*ENDS*", "End of press release", "~~~", "• • •", "Copyright 2024 Crane Gazette",
        "With reporting by Ann Okafor", "Reporting by Ann Okafor; Editing by Tom Vale", "Photo: Ann Okafor",
        "Image credit: Ann Okafor/Crane Gazette", "Source: Crane Gazette", "Sent from my iPad",
        "View original post", "Originally published on Crane Gazette", "Contact the author at ann@gazette.example",
        "Advertisement - story continues below", "Loading...", "Share", "0 Comments", "Comments are closed.",
        "3 min read", "Print this page", "Back to top", "Next article", "Published by Crane Gazette",
        "Follow us on Instagram @cranegazette", "Disclaimer: The views expressed are those of the author.",
        "Download our app for the latest news on the go.",
    ),
    "de": (
        "Schlagworte: Leuchtturm, Insel", "Stichwörter: Leuchtturm", "(dpa)", "Quelle: dpa", "Ende der Mitteilung",
        "Pressekontakt: Ann Okafor, Tel. 0421 555 0", "© dpa-infocom, dpa:240304-99-1234/3",
        "Lesen Sie auch: Fähre fällt aus", "Mehr zum Thema", "Von Hanna Meer", "Foto: Hanna Meer",
    ),
    "fr": (
        "Mots-clés : phare, île", "Source : AFP", "Par Anne Moreau", "Publié le 4 mars 2024",
        "Lire aussi : Le bac est en panne", "Crédit photo : Anne Moreau", "Partager sur Facebook",
        "Partager sur Facebook Partager sur X Envoyer par e-mail Copier le lien",
    ),
    "es": (
        "Etiquetas: faro, isla", "Fuente: EFE", "Por Ana Molina", "Lea también: La barca no sale", "Compartir",
        "Foto: Ana Molina", "Síguenos en Facebook", "Compartir en Facebook Compartir en X Enviar por WhatsApp",
    ),
    "ru": (
        "Теги: маяк, остров", "Источник: ТАСС", "Читайте также: Паром не ходит", "Фото: Анна Морева",
        "Подписывайтесь на наш канал в Telegram", "Автор: Анна Морева",
    ),
    "ja": (
        "（共同）", "タグ：灯台、島", "関連記事", "写真：山田花子", "あわせて読みたい", "【関連記事】渡し船が欠航",
        "（記者・山田花子）",
    ),
    "zh": (
        "标签：灯塔 岛", "责任编辑：王小明", "（完）", "来源：河口日报", "关键词：灯塔", "编辑：李平",
        "【打印本页】 【关闭窗口】",
    ),
    "pt": ("Tags: farol, ilha", "Fonte: Agência Lusa", "Leia também: A balsa parou", "Por Ana Moura", "Compartilhe"),
    "it": (
        "Tag: faro, isola", "Fonte: ANSA", "Leggi anche: Il traghetto è fermo", "Di Anna Moretti",
        "Condividi su Facebook", "(ANSA)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("language", "line"), [(of, line) for of, lines in BELOW.items() for line in lines])
def test_a_line_of_junk_below_a_clean_text(language: str, line: str, cleaner: Cleaner) -> None:
    paragraphs = STORIES[language]["paragraphs"]
    assert cleaner.clean("\n\n".join((*paragraphs, line)), html=False).body == "\n\n".join(paragraphs)


# What stands above the article, and below it; the title is part of what stays.
FRAMES: Mapping[str, tuple[str, Sequence[str], Sequence[str]]] = {
    "a menu in French": ("fr", ("Accueil", "Politique", "Culture", "Sport", "Se connecter"), ()),
    "a menu in Russian": ("ru", ("Главная", "Новости", "Культура", "Спорт", "Войти"), ()),
    "a menu in Chinese": ("zh", ("首页", "新闻", "体育", "财经", "登录"), ()),
    "where one is": ("en", ("Home > Local > Crane Island",), ()),
    "where one is, in Chinese": ("zh", ("您当前的位置：首页 > 新闻 > 本地",), ()),
    "what the program complains of": (
        "en", ("Warning: include(menu.php): failed to open stream in /var/www/page.php on line 12",), ()
    ),
    "a share bar in German": (
        "de", ("Teilen Auf Facebook teilen Auf X teilen Per WhatsApp senden Per E-Mail senden Drucken",), ()
    ),
    "most read, in German": (
        "de", (), ("Meistgelesen", "1. Fähre fällt aus", "2. Warum der Wind dreht", "3. Der Koch im Dunkeln")
    ),
    "other news, in Spanish": (
        "es", (), ("Noticias relacionadas", "La barca no sale el lunes", "Te puede interesar", "Diez faros sin visita")
    ),
    "other news, in Arabic": ("ar", (), ("اقرأ أيضًا", "العبّارة لا تبحر يوم الاثنين", "أخبار ذات صلة", "عشر منارات")),
    "other news, in Hindi": ("hi", (), ("यह भी पढ़ें", "नाव सोमवार को नहीं चलेगी", "संबंधित खबरें", "दस प्रकाशस्तंभ")),
    "a press database": (
        "en", ("Full text:",),
        ("Copyright Crane Gazette Mar 4, 2024", "ProQuest document ID: 1234567890", "Database: Newsstand"),
    ),
    "comments": (
        "en", (),
        ("3 comments", "Anna says:", "What a nice story.", "March 4, 2024 at 10:12", "Leave a comment"),
    ),
    "comments, in German": (
        "de", (),
        ("3 Kommentare", "Anna schrieb am 04.03.2024, 10:12 Uhr", "Schöne Geschichte.", "Kommentar schreiben"),
    ),
    "a biography": (
        "en", (),
        ("About the author", "Mabel Orton is a staff writer at the Crane Gazette. She writes about clocks."),
    ),
    "a wall": ("en", (), ("This article is for subscribers only.", "Already a subscriber? Log in")),
    "scripts": (
        "en", (),
        ('$(document).ready(function(){ $(".slider").slick({ dots: true }); });',
         'var _gaq = _gaq || []; _gaq.push(["_setAccount", "UA-12345-6"]);'),
    ),
}  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["lines", "paragraphs"])
def test_a_frame_around_a_clean_text(frame: str, gap: str, cleaner: Cleaner) -> None:
    language, above, below = FRAMES[frame]
    lines = (STORIES[language]["title"], *STORIES[language]["paragraphs"])
    text = gap.join((*above, *lines, *below))
    assert cleaner.clean(text, html=False).body.split(gap) == list(lines)


BETWEEN = (
    ("ADVERTISEMENT", "Article continues after advertisement", "- Advertisement -"),
    ("View this post on Instagram", "A post shared by Crane Gazette (@cranegazette)"),
    ("Watch on YouTube", "JavaScript is required to view this video."),
    ("Get the best of the island in your inbox every Friday. Enter your email address.",),
    ("@media print { .ad { display: none; } }", "Download our app for the latest news on the go."),
)


@pytest.mark.parametrize("lines", BETWEEN, ids=lambda lines: lines[0][:20])
def test_lines_of_junk_between_paragraphs(lines: Sequence[str], cleaner: Cleaner) -> None:
    mixed = [P[0], *(part for pair in zip(lines, P[1:], strict=False) for part in pair), *P[1 + len(lines) :]]
    assert cleaner.clean("\n\n".join(mixed), html=False).body == "\n\n".join(P)
