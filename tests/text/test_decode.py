"""Bytes in every encoding we meet, binaries, and what counts as a page."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.decode import decode, looks_like_html, named_html
from cleaner.text.guess import guess_encoding

TEXTS = {
    "en": "The “council” — a body of nine — met at the café on Monday. It cost £20, said Zoë’s brother.",
    "fr": "Les élèves de l’école ont reçu un prix à Besançon, où l’on a fêté cela tout l’été.",
    "de": "Die Straße wurde gesperrt, weil Bäume über die Gleise gestürzt waren. Für Züge heißt das: später.",
    "pl": "Rada miasta postanowiła zamknąć most na zimę. Mieszkańcy mówią, że nikt ich nie uprzedził.",
    "cs": "Městská rada se rozhodla most přes řeku na zimu zavřít. Obyvatelé říkají, že o tom nevěděli.",
    "tr": "Belediye köprüyü kış boyunca kapatmaya karar verdi. İnsanlar çığ tehlikesini bilmiyordu.",
    "ru": "Городской совет решил закрыть мост на зиму. Жители говорят, что их никто не предупредил.",
    "el": "Το συμβούλιο αποφάσισε να κλείσει τη γέφυρα για τον χειμώνα.",
    "he": "מועצת העיר החליטה לסגור את הגשר לכל החורף.",
    "ar": "قرر مجلس المدينة إغلاق الجسر طوال فصل الشتاء. وقال السكان إن أحدا لم يبلغهم بذلك.",
    "th": "สภาเมืองตัดสินใจปิดสะพานตลอดฤดูหนาว ชาวบ้านบอกว่าไม่มีใครแจ้งล่วงหน้า",
    "ja": "市議会は冬の間、橋を閉鎖することを決めた。住民は誰からも知らされていなかったと話している。",
    "ko": "시의회는 겨울 동안 다리를 폐쇄하기로 결정했다. 주민들은 아무도 알려 주지 않았다고 말했다.",
    "zh": "市议会决定在冬季关闭这座桥。居民们说没有人事先通知他们。",
    "tw": "市議會決定在冬季關閉這座橋。居民們說沒有人事先通知他們。",
}
LEGACY = {
    "cp1252": ("en", "fr", "de"),
    "cp1250": ("pl", "cs"),
    "iso8859-2": ("pl", "cs"),
    "cp1254": ("tr",),
    "cp1251": ("ru",),
    "koi8-r": ("ru",),
    "iso8859-5": ("ru",),
    "cp866": ("ru",),
    "cp1253": ("el",),
    "iso8859-7": ("el",),
    "cp1255": ("he",),
    "cp1256": ("ar",),
    "cp874": ("th",),
    "cp932": ("ja",),
    "euc_jp": ("ja",),
    "iso2022_jp": ("ja",),
    "cp949": ("ko",),
    "gb18030": ("zh",),
    "big5": ("tw",),
}
PAIRS = [(language, encoding) for encoding, languages in LEGACY.items() for language in languages]


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_what_nobody_declared_is_recognised_by_its_letters(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding, "ignore")
    decoded = decode(data)
    assert decoded.text == data.decode(encoding)
    assert (decoded.how, decoded.binary, decoded.warnings) == ("detected", False, ())


@pytest.mark.parametrize(("language", "encoding"), PAIRS)
def test_what_is_declared_is_read_as_declared(language: str, encoding: str) -> None:
    data = TEXTS[language].encode(encoding, "ignore")
    decoded = decode(data, declared=encoding)
    assert (decoded.text, decoded.how) == (data.decode(encoding), "declared")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16", "utf-32"])
def test_marks_decide(language: str, mark: str) -> None:
    decoded = decode(TEXTS[language].encode(mark), declared="latin-1")
    assert (decoded.text, decoded.how) == (TEXTS[language], "bom")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_without_a_mark(language: str, encoding: str) -> None:
    text = TEXTS[language] + "\n" + TEXTS[language] + "\n"
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.how) == (text, encoding, "detected")


@pytest.mark.parametrize("language", TEXTS)
def test_utf_8_needs_no_declaration_and_heeds_no_wrong_one(language: str) -> None:
    data = TEXTS[language].encode()
    assert decode(data)[:3] == (TEXTS[language], "utf-8", "utf-8")
    assert decode(data, declared="UTF-8")[:3] == (TEXTS[language], "utf-8", "declared")
    wrong = decode(data, declared="iso-8859-1")
    assert wrong[:3] == (TEXTS[language], "utf-8", "utf-8")
    assert wrong.warnings == ("declared as iso-8859-1, but is UTF-8",)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("latin-1", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("US-ASCII", "cp1252"),
        ("windows-1252", "cp1252"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("Big5", "big5hkscs"),
        ("iso-8859-9", "cp1254"),
        ("x-cp1251", "cp1251"),
        (' "KOI8-R" ', "koi8-r"),
        ("macintosh", "mac-roman"),
        ("dos-874", "cp874"),
        ("latin5", "cp1254"),
        ("cp949", "cp949"),
        ("cp866", "cp866"),
        ("iso-8859-8-i", "iso8859-8"),
        ("x-euc-jp", "euc_jp"),
        ("iso-2022-jp", "iso2022_jp_ext"),
        ("iso-2022-kr", "iso2022_kr"),
        ("hz-gb-2312", "hz"),
        ("text/html; charset=windows-1251; x=y", "cp1251"),
    ],
)
def test_labels_mean_what_they_mean_on_the_web(label: str, encoding: str) -> None:
    written = {"cp1251": "Мост", "cp866": "Мост", "koi8-r": "Мост", "cp949": "다리", "iso2022_kr": "다리"}
    written |= {"cp874": "สะพาน", "iso8859-8": "גשר", "mac-roman": "café", "cp1252": "café", "cp1254": "café"}
    text = written.get(encoding, "桥" if encoding == "hz" else "橋")
    decoded = decode(text.encode(encoding), declared=label)
    assert (decoded.text, decoded.encoding, decoded.how) == (text, encoding, "declared")


@pytest.mark.parametrize(
    "label", ["rot13", "base64", "unicode_escape", "utf-7", "no such thing", "a\x00b", "x" * 999, ".."]
)
def test_unknown_and_unfit_labels_are_named_and_ignored(label: str) -> None:
    decoded = decode("Les élèves de l’école".encode("cp1252"), declared=label)
    assert decoded.text == "Les élèves de l’école"
    assert decoded.warnings[0].startswith("unknown encoding declared: ")


DECLARATIONS = {
    "meta charset": '<html><head><meta charset="{}">',
    "unquoted": "<html><head><meta charset={}>",
    "http-equiv": '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}">',
    "XML declaration": '<?xml version="1.0" encoding="{}"?><html><head>',
    "late": "<html><head>" + "<!-- nothing to see -->" * 100 + '<meta charset="{}">',
}


@pytest.mark.parametrize("declaration", DECLARATIONS.values(), ids=DECLARATIONS)
@pytest.mark.parametrize("label", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_a_page_says_what_it_is_in(declaration: str, label: str) -> None:
    page = declaration.format(label) + "</head><body><p>Мост</p></body></html>"
    decoded = decode(page.encode(label))
    assert (decoded.text, decoded.how, decoded.html) == (page, "meta", True)


def test_a_page_of_wide_characters_that_says_it_is_utf_8() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>Bridge</p></body></html>'
    assert decode(page.encode("utf-16-le")).text == page


def test_a_page_that_claims_utf_8_and_is_not() -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>Les élèves de l’école, l’été</p></body></html>'
    assert decode(page.encode("cp1252"))[:3] == (page, "cp1252", "detected")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode() * 50 + b"\xff" + "ü".encode() * 50, "é" * 50 + "\ufffd" + "ü" * 50),
        ("Zoë’s café".encode()[:-1], "Zoë’s caf\ufffd"),
    ],
    ids=["one bad byte", "cut off"],
)
def test_damaged_utf_8_stays_utf_8(data: bytes, text: str) -> None:
    decoded = decode(data)
    assert decoded[:3] == (text, "utf-8", "replaced")
    assert decoded.warnings == ("some bytes are not utf-8: 1 characters replaced",)


BINARIES = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "ZIP": b"PK\x03\x04\x14\x00",
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00",
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "GIF": b"GIF89a\x01\x00",
    "gzip": b"\x1f\x8b\x08\x00",
    "ELF": b"\x7fELF\x02\x01",
    "every byte": bytes(range(256)) * 20,
    "NULs": b"The council\x00 met\x00 on Monday" * 9,
    "one NUL": b"\x00",
    "controls": b"\x01\x02\x03abc\x04\x05" * 30,
}


@pytest.mark.parametrize("data", BINARIES.values(), ids=BINARIES)
def test_binaries_are_no_text(data: bytes) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.binary, decoded.html) == ("", True, False)
    assert decoded.warnings[0].startswith("is not text (")


def test_a_stray_nul_does_not_make_a_binary() -> None:
    decoded = decode(b"The council met on Monday." * 100 + b"\x00")
    assert not decoded.binary
    assert decoded.warnings == ("holds NUL characters",)


def test_nothing_is_a_text() -> None:
    assert decode(b"") == ("", "utf-8", "utf-8", False, False, ())


@given(st.binary(max_size=300), st.text(max_size=20))
def test_never_raises(data: bytes, declared: str) -> None:
    decoded = decode(data, declared=declared)
    assert decoded.binary or decoded.encoding
    assert not (decoded.binary and decoded.text)


@given(st.text(max_size=300))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    decoded = decode(data)
    if decoded.encoding == "utf-8" and decoded.how == "utf-8":
        assert decoded.text == data.decode()


def test_ascii_gives_nothing_to_guess_from() -> None:
    assert guess_encoding(b"The council met on Monday.") == ""


def test_utf_8_costs_no_imports() -> None:
    heavy = {"bs4", "lxml", "trafilatura", "chardet", "charset_normalizer", "webencodings"}
    program = "import sys, cleaner.text as t; t.decode('é'.encode()); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not heavy & set(loaded.stdout.split())


PAGES = {
    "doctype": "<!DOCTYPE html><html><body><p>x</p>",
    "comment and XML declaration": " <!-- c -->\n<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>\n<html>",
    "byte order mark, capitals": "\ufeff<HTML><HEAD>",
    "head": "<head><title>Bridge</title></head>",
    "paragraph": "<p>The bridge was closed on Monday.</p>",
    "paragraphs": "<p>One.</p>\n<p>Two.</p>\n",
    "division": "<div><p>The bridge was closed.</p></div>",
    "no closing tags": "<ul><li>The bridge<li>The road</ul>",
    "cut off": "<p>The bridge is closed.</p>\n<p>It opens in May, they sa",
    "inline first": "<b>Monday</b> <p>The bridge was closed, and so was the road to it.</p>",
    "a style first": "<style>\np > a { color: red }\n</style>\n<div><p>The bridge was closed.</p></div>",
    "scripts first, longer than what is looked at": (
        "<script>write('<p>x</p>');\n</script>\n" * 2000 + "<TABLE><TR><TD><p>It was closed.</p></TABLE>"
    ),
    "a script in a comment first": "<!-- <script>\nif (a < b) c();\n</script> --><p>It was closed.</p>",
    "after a notice of PHP": (
        "<br />\n<b>Notice</b>:  No index in <b>/a.php</b> on line <b>3</b><br />\n<!DOCTYPE html><p>x"
    ),
    "after a warning of PHP on a terminal": "PHP Warning:  a() failed in /srv/a.php on line 12\n<html><p>x",
    "after a warning": "Warning: x failed<br />\n<!DOCTYPE html><html><body><p>Hi</p></body></html>\n",
}
NO_PAGES = {
    "nothing": "",
    "text": "The bridge was closed.",
    "signs": "if a < b and c > d, then <3",
    "an address": "<https://example.org> is the address.",
    "a tag in a sentence": "Use the <p> tag for a paragraph.",
    "tags in a sentence": "In HTML you write <div><p>Hello</p></div> and the browser shows it; that is all.",
    "a sentence that starts with tags": "<p> and </p> enclose a paragraph; browsers leave a line between.",
    "a script left in": "The bridge was closed.\n\n<script>a('<p>b</p>')</script>\n\nIt opens on Monday.",
    "a warning of which a text speaks": "Warning: it is closed on line 3 of the tram. Use <b>line 4</b>.",
    "an advertisement left in": "The bridge was closed.\n\n<p>Advertisement</p>\n\nIt opens on Monday.",
    "a feed": "<rss><channel><item>x</item></channel></rss>",
    "a drawing": "<svg xmlns='x'><g/></svg>",
    "a lesson": "How to write a page\n\n<html>\n<head>\n<title>x</title>\n</head>\n<body>\n"
    "<p>Hello</p>\n</body>\n</html>\n\nThen save the file and open it.\n",
    "a sample first": "<div>\n  <p>Hello</p>\n</div>\n\nThis shows a paragraph inside a division.",
}  # fmt: skip


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_pages(text: str) -> None:
    assert looks_like_html(text)


NAMES = {
    "a.html": True, "a.HTM": True, "a.xhtml": True, "https://example.org/a.html?page=2": True,
    "a.html.gz": True, "a.txt": False, "a.html.txt": False, "https://example.org/a": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize(("name", "is_page"), NAMES.items())
def test_names_of_pages(name: str, is_page: bool) -> None:
    assert named_html(name) is is_page


@pytest.mark.parametrize("opening", ["<script>", "<!--", "<style>", "<script></script>", "Warning: "])
def test_a_look_at_a_text_takes_no_time(opening: str) -> None:
    start = time.process_time()
    looks_like_html(opening * 60_000 + "<")
    assert time.process_time() - start < 5


@pytest.mark.parametrize("text", NO_PAGES.values(), ids=NO_PAGES)
def test_texts_that_are_no_pages(text: str) -> None:
    assert not looks_like_html(text)


BEFORE = {
    "a style": "<style>\np { margin: 0 }\n</style>\n",
    "a long style": "<style>" + "p { margin: 0 }\n" * 20_000 + "</style>\n",
    "scripts": "<script>var a = '<p>';</script>\n<SCRIPT async src='x.js'></SCRIPT>\n",
    "a noscript": "<noscript><img src='x.gif'></noscript>",
    "links": "<link rel='stylesheet' href='x.css'><meta name='a' content='b'>\n",
    "a comment": "<!-- made by hand -->\n",
    "a warning of PHP": "<br />\n<b>Warning</b>:  No variable $x in <b>/a.php</b> on line <b>12</b><br />\n",
    "two plain ones": "Notice: Undefined index: x in /a.php on line 3\nDeprecated: y() in /b.php on line 4\n",
    "all of them": "<!-- x --><style></style>\nWarning: z in /c.php on line 5<br>\n<script></script>",
}


@pytest.mark.parametrize("opening", BEFORE.values(), ids=BEFORE)
def test_what_stands_before_a_page_does_not_hide_it(opening: str) -> None:
    assert looks_like_html(opening + "<p>The bridge was closed on Monday.</p>\n<p>It opens in May.</p>")
    assert looks_like_html(opening + "<!DOCTYPE html>\n<html><body>The bridge was closed on Monday.")
    assert not looks_like_html(
        opening + "The bridge was closed on Monday. It opens in May, the council said."
    )


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("euc-jp", "灯台の島には、もう十一年も灯台守がいなかった。"),
        ("shift_jis", "灯台の島には、もう十一年も灯台守がいなかった。"),
        ("euc-kr", "등대섬에는 십일 년 동안 등대지기가 없었다고 한다."),
        ("gb18030", "灯塔岛上已经有十一年没有守塔人了，镇里的人都这么说。"),
        ("cp1251", "На острове одиннадцать лет не было смотрителя маяка, говорят в порту."),
        ("koi8-r", "На острове одиннадцать лет не было смотрителя маяка, говорят в порту."),
        ("cp1256", "لم يكن في الجزيرة حارس للمنارة منذ أحد عشر عاما، كما يقول أهل الميناء."),
    ],
)
@pytest.mark.parametrize("meta", ["iso-8859-1", "windows-1252"])
def test_a_western_charset_is_not_believed_of_other_scripts(encoding: str, text: str, meta: str) -> None:
    """Servers and templates declare it where nobody has thought of it."""
    page = f'<html><head><meta charset="{meta}"></head><body><p>{text * 3}</p></body></html>'
    assert text in decode(page.encode(encoding)).text
    assert text in decode(page.encode(encoding), declared="text/html; charset=ISO-8859-1").text


def test_a_western_charset_is_believed_of_western_texts() -> None:
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>Über Öl, Ähren</p></body></html>'
    assert "Über Öl, Ähren" in decode(page.encode("cp1252")).text
