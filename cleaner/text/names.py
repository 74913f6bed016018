"""Whose names a byline says, without what is printed around them: “By”, roles, places, agencies, handles.

Written for what pages print in their bylines, in the languages of the rules. What can't be a name is left out
rather than guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from cleaner.text.late import pattern
from cleaner.text.shape import UNSPACED

_LONGEST, _MOST_WORDS, _LONGEST_NAME = 400, 6, 60  # characters of a byline; words and characters of a name

# “By”, alone or behind what was done: “Written by”, “Ein Interview von”, “Text:”
_BY = (
    r"by|von|vom|par|por|di|door|av|af|oleh|przez|durch|от|від|bởi|द्वारा|بقلم|كتبت?|به قلم|نوشته|توسط|מאת|โดย"
    r"|írta|napsala?|napísala?|napisa[ol]a?|написа[ол]а?|piše|пише|γράφει(?:\s[οη])?"
)
# the words of these languages for “by” mean “of” and “from” too: nothing stands before, and a name behind
_OF_BY = r"του|της|των|από|od|от|од"
_LABEL = (
    r"authors?|writer|words|text|story|autor(?:in|a|es|as|en|i|ka|zy|ky|ica|s|ři)?|auteure?s?|autrice|autor[ei]"
    r"|redactie|redacción|redação|forfatter|författare|kirjoittajat?|toimittaja|teksti?|tekst|testo|texto|texti|texty?"
    r"|penulis|pewarta|yazar(?:lar)?|yazan|haber|muhabir|editör|автор[ыаи]?|авторк[аи]|текст|аутор(?:ка|и)?"
    r"|लेखक|लेखिका|संवाददाता"
    r"|الكاتبة?|المؤلفة?|نویسند(?:ه|گان)|نگارنده|خبرنگار|tác giả|người viết"
    r"|szerzők?|höfundur|blaðamaður|συντάκτης|συντάκτρια|συγγραφέας|κείμενο|ผู้เขียน|เรื่อง"
    r"|מחבר(?:ת)?|כותבת?|כתבת?|লেখক|প্রতিবেদক"
    r"|作者|記者|记者|撰文|文|取材・文|執筆|著者|筆者|责编|编辑|編輯|글|글쓴이|editor|reporter"
)
_LEAD = pattern(
    rf"^[\W_]*(?:(?:\w+\s){{0,3}}?(?:{_BY})(?:\s*[:：]\s*|\s+|$)"
    rf"|(?:{_OF_BY})(?:\s*[:：]\s*|\s+)(?=(?-i:[^\W\d_a-zа-яёά-ώ]))"
    rf"|(?:{_LABEL})\s*[:：／/=|・]\s*"
    rf"|(?:本报|本刊|特约|实习)?(?:記者|记者|作者|文)\s?(?=[\u3400-\u9fff]{{2,4}}(?:[／/ ]|$)))",
    re.IGNORECASE,
)
_GLUED_BY = pattern(r"^(?-i:By|Von|Par|Por)(?=[^\W\d_a-z])")  # “ByJane Roe”: an element ends between them
_OTHERS = pattern(
    r"\W*(?:\w+\s)?(?:reviewed|fact[- ]?check\w*|edited|editing|updated|photo\w*|fotos?|images?|illustrat\w+"
    r"|geprüft|überprüft|bearbeitet|revisado|relu|translated|translation|übersetz\w+|traduc\w+|produced|presented|sponsored)"
    r"(?:\s(?:by|von|por|par|di|da|from)\b|\s?[:：]|\W*$)"
    r"|\W*(?:editors?|editör|редактор(?:ка)?)\s?[:：]",
    re.IGNORECASE,
)  # … and what they did is not to write it
_ASIDE = pattern(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|\S+@\S+|(?:^|(?<=\s))@\w+|https?://\S+")
_BETWEEN = pattern(
    r"\s*[,;|/•·⋅●∙、，／&+\n]\s*|\s+[–—-]+\s+"
    r"|\s+(?:and|und|et|y|e|i|и|й|та|och|og|ja|ve|en|dan|with|mit|avec|con|med|और|و)\s+",
    re.IGNORECASE,
)
_OF = pattern(
    r"\s+(?:in|aus|from|à|i|at|för|[Ff]or|pour|para|für)\s+(?:(?:the|der|die|den|la|le|el|il|de)\s)?"
    r"(?=[^\W\d_a-z]).*$|\s+(?:외 \d+명)$"
)
_ROLE = pattern(
    r"(?:^|(?<=\s))(?:(?:staff|senior|chief|deputy|associate|assistant|managing|executive|contributing|special|guest"
    r"|freelance|news|political|sports?|business|health|science|lifestyle|features?|digital|foreign|technology"
    r"|crime|education|national|local|multimedia|data|freier?|gast|web|stellv\S*|leitend\S*|chef)[\s-]+)*"
    r"(?:writers?|reporters?|(?:chef)?redakteur\w*|editors?|editor-in-chief|journal\w+|correspond\w+|korrespond\w+"
    r"|column\w+|kolumn\w+|contributors?|staff|director|producer|photographer|fotograf\w*|photographe|volont[äa]r\w*"
    r"|rédact\w+|redact\w+|redak\w+|envoyée?|chroniqueu\w+|periodista|reportero|corresponsal|colaborador\w*|repórter"
    r"|colunista|giornalista|inviat[oa]|verslaggever|dziennikar\w+|publicyst\w*|журналист\w*|корреспондент\w*"
    r"|редактор\w*|обозреватель|журналіст\w*|muhabir\w*|editörü?|yazar\w*|wartawan|jurnalis|kontributor|toimittaja\w*"
    r"|skribent\w*|krönikör|gästskribent|reporterin|desk|bureau|newsroom|team|отдел|agencies|expert|founder|co-founder|ceo|professor|president|author|autor\w*"
    r"|संवाददाता|पत्रकार|कीरिपोर्ट|مراسل\w*|محرر\w*|صحفي\w*)(?=\s|$)",
    re.IGNORECASE,
)
_ROLE_BEHIND = pattern(
    r"\s?(?:선임|인턴|객원|수습|전문)?(?:기자|특파원|논설위원|에디터|記者|记者|特派員|編集委員|論説委員|支局長|氏|さん)$"
)
_KOREAN = pattern(
    r"(?:^|(?<=[\s=·/]))([가-힣]{2,4})\s?(?:선임|인턴|객원|수습|전문)?\s?(?:기자|특파원|논설위원)(?![가-힣])"
)
_NO_NAMES = pattern(
    r"(?:報導|报道|報道|電)$|ログイン|ログアウト|登録|会員|一覧|記事|登录|登錄|注册|會員|更多|구독|로그인|회원|뉴스"
    r"|\b(?:getty|images?|photos?|fotos?|credits?|min|uhr|newsletter|cookies?|policy|privacy|datenschutz|impressum)\b",
    re.IGNORECASE,
)
_NO_NAME = pattern(
    r"^(?:all|view|see|more|read|log|sign|follow|about|share|comments?|photos?|images?|fotos?|bild|quelle|source|login"
    r"|subscribe|updated?|published|posted|last|admin\w*|administrator|webmaster|user|guest|anonym\w*|unknown|none|null"
    r"|copy|google|pub|publicad[ao]|publié|veröffentlicht|aktualisiert"
    r"|listen|watch|print|save|gift|anhören|hören|vorlesen|merken|teilen|facts?|advertis\w*|disclosure|founder|co-founder|ceo"
    r"|expert|n/?a|undefined|default|profile?|unsere?|notre|nuestr[oa]|more|mehr|alle|tous|todos|our|online|www\..*)$",
    re.IGNORECASE,
)
_PARTICLES = frozenset((
    "a", "af", "al", "am", "an", "and", "auf", "av", "ben", "bin", "d", "da", "das", "de", "del",
    "della", "der", "des", "di", "do", "dos", "du", "e", "el", "en", "et", "ibn", "la", "las", "le",
    "lo", "los", "of", "op", "te", "ten", "ter", "the", "til", "und", "van", "vom", "von", "y", "z",
    "zu", "zum", "zur",
))  # fmt: skip
_AGENCIES = frozenset((
    "aap", "afp", "agence france-presse", "agencia efe", "agerpres", "anadolu agency", "ani", "anp",
    "ansa", "antara", "ap", "apa", "associated press", "ats", "belga", "bernama", "bloomberg",
    "canadian press", "cnn", "cp", "čtk", "deutsche presse-agentur", "dow jones", "dpa", "efe", "epd",
    "europa press", "ians", "interfax", "jiji press", "keystone-sda", "kna", "kyodo news", "lusa",
    "ntb", "pa", "pap", "press association", "press trust of india", "pti", "reuters", "ritzau", "sda",
    "sid", "stt", "tass", "the associated press", "the canadian press", "thomson reuters", "tt",
    "ukrinform", "upi", "xinhua", "yonhap", "共同", "共同通信", "時事", "時事通信", "新华社",
    "中央社", "연합뉴스",
    "риа новости", "тасс",
))  # fmt: skip


def names_in(told: str, *, declared: bool = False) -> list[str]:
    """The names in a byline, in order, each once.

    A line break stands between what was printed or declared apart. With `declared` each line is somebody's
    name by the page's own word: a name of one word, or in lower case, is believed, and an agency beside a
    person too.
    """
    if reporters := _KOREAN.findall(told):
        return list(dict.fromkeys(reporters))
    names, of_others = dict[str, None](), False
    for line in told.split("\n"):
        of_others = bool(_OTHERS.match(line)) or (of_others and not says_by(line))
        if of_others:
            continue
        found = list(_of_line(line, declared=declared, first=not names)) if len(line) <= _LONGEST else []
        persons = [name for name in (*names, *found) if not is_agency(name)]
        alone = declared and len(found) == 1
        names.update((name, None) for name in found if alone or not persons or not is_agency(name))
    whole = [name for name in names if " " in name or is_agency(name) or UNSPACED.search(name)]
    return whole if whole and not declared else list(names)


def says_by(line: str) -> bool:
    """Whether a line begins as bylines do: “By Jane Roe”, “Autor: …”."""
    return bool(_LEAD.match(line))


def says_other(line: str) -> bool:
    """Whether a line says what others than the author did, and no more: “Reviewed by”, “Photos:”."""
    return bool(_OTHERS.fullmatch(line))


def is_full_name(name: str) -> bool:
    """Whether a name has several words, or is of a script that sets no spaces between them."""
    return not is_agency(name) and (" " in name or bool(UNSPACED.search(name)) or _is_hangul(name))


def is_agency(name: str) -> bool:
    """Whether this is a news agency's name, not a person's."""
    return name.casefold() in _AGENCIES


def _of_line(line: str, *, declared: bool, first: bool) -> Iterator[str]:
    line = " ".join(_ASIDE.sub(" ", unicodedata.normalize("NFC", line)).split())
    line = _GLUED_BY.sub("", line)
    for _ in range(2):
        line = _LEAD.sub("", line)
    found = list[str]()
    for part in _parts(line):
        role = _ROLE.search(part)
        name = part[: role.start()] if role else part
        name = _ROLE_BEHIND.sub("", _OF.sub("", name)).strip(" .,:;-–—*“”\"'|")
        if role and (found or not first or len(name.split()) < 2):
            continue
        behind = (
            (bool(found) or not (first or declared))
            and " " not in name
            and not UNSPACED.search(name)
            and not _is_hangul(name)
        )
        if _may_be_name(name, declared=declared) and (not behind or is_agency(name)):  # else a place
            found.append(name)
    return iter(found)


def _parts(line: str) -> list[str]:
    """What stands between commas, “and” and the like; “Ortega y Gasset” is one, and so is “Jane A. Roe”."""
    pieces = list[str]()
    start = 0
    for found in _BETWEEN.finditer(line):
        before, behind = line[start : found.start()], line[found.end() :]
        word = found[0].strip().casefold()
        if word in ("y", "e", "i", "en", "&", "con", "و") and (
            " " not in before.strip() or " " not in behind
        ):
            continue
        pieces.append(before)
        start = found.end()
    return [piece for piece in (*pieces, line[start:]) if piece.strip()]


def _may_be_name(name: str, *, declared: bool) -> bool:
    words = name.split()
    if is_agency(name):
        return True
    if not words or len(name) > _LONGEST_NAME or len(words) > _MOST_WORDS or _NO_NAME.match(words[0]):
        return False
    if (
        any(char.isdigit() for char in name)
        or not any(char.isalpha() for char in name)
        or re.search("[!?:{}=_]", name)
    ):
        return declared and not re.search(r"[!?:{}=]|\d{3}", name)
    if len(name) < 2 or _NO_NAMES.search(name):
        return False
    return declared or all(_may_stand_in_name(word) for word in words)


def _may_stand_in_name(word: str) -> bool:
    return (
        word[0].lower() != word[0]
        or not word[0].islower()
        or word.casefold() in _PARTICLES | _AGENCIES
        or ("'" in word[:3] or "’" in word[:3] or any(char.isupper() for char in word))
    )


def _is_hangul(text: str) -> bool:
    return any("\uac00" <= char <= "\ud7a3" for char in text)
