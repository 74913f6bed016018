"""What deserves a look: hardly anything left, a garbled text, or a wall where an article should be.

Rules cut walls; so the text as it came is looked at too.
"""

from __future__ import annotations

from cleaner.text import fold, split, unreadable

_LEAST = 0.1  # share of a text; less than this left is reported, whatever the reasons of each cut
_WALL = 600  # characters; walls are short, and articles about walls are long
_WALLS = tuple(
    fold(phrase)
    for phrase in (
        # robots
        "enable javascript", "verify you are human", "verify that you are human", "checking your browser",
        "access denied", "unusual traffic", "are you a robot", "press and hold", "complete the captcha",
        "javascript aktivieren", "zugriff verweigert", "activer javascript", "accès refusé",
        "habilitar javascript", "acceso denegado", "включите javascript", "доступ запрещен",
        # consent
        "we value your privacy", "we and our partners", "accept all cookies", "manage your preferences",
        "wir und unsere partner", "alle cookies akzeptieren", "nous et nos partenaires", "accepter et fermer",
        "nosotros y nuestros socios", "aceptar todas las cookies", "noi e i nostri partner",
        "wij en onze partners", "nós e os nossos parceiros",
        # payment
        "subscribe to continue", "subscribe to read", "to continue reading", "already a subscriber",
        "for subscribers only", "this content is reserved for", "weiterlesen mit",
        "um weiterzulesen",
        "réservé aux abonnés", "abonnez-vous pour lire", "suscríbete para seguir leyendo",
        "contenido exclusivo para suscriptores", "contenuto riservato agli abbonati", "会员专享",
        "有料会員限定",
    )
)  # fmt: skip


# What stands under the first lines of an article that has to be paid for, and not in the menu of every page
_PAYMENT = tuple(
    fold(phrase)
    for phrase in (
        "subscribe to continue", "subscribe to read", "to continue reading", "to keep reading",
        "to read the full", "to read the rest", "for subscribers only", "is for subscribers",
        "exclusive to subscribers", "reserved for subscribers", "this content is reserved for",
        "to unlock this article", "reached your limit of", "reached your free article limit",
        "reached your article limit", "reached the limit of free", "used all your free articles",
        "no free articles left", "ihr limit an kostenlosen", "limit kostenloser artikel erreicht",
        "atteint votre limite d'articles", "alcanzado el límite de artículos",
        "alcanzado tu límite de artículos",
        "raggiunto il limite di articoli", "atingiu o limite de", "limiet aan gratis artikelen",
        "limit darmowych artykułów", "лимит бесплатных статей",
        "read the full story with", "um weiterzulesen", "weiterlesen mit",
        "jetzt weiterlesen", "lesen sie weiter mit", "nur für abonnenten", "réservé aux abonnés",
        "réservée aux abonnés", "abonnez-vous pour lire", "pour lire la suite", "il vous reste",
        "suscríbete para seguir leyendo", "para seguir leyendo", "exclusivo para suscriptores",
        "solo para suscriptores", "para continuar lendo", "exclusivo para assinantes",
        "riservato agli abbonati", "per continuare a leggere", "abbonati per leggere",
        "om verder te lezen", "alleen voor abonnees", "aby czytać dalej", "dostęp tylko dla",
        "чтобы читать дальше", "доступно только подписчикам", "чтобы продолжить чтение",
        "for at læse videre", "kun for abonnenter", "for å lese videre", "för att läsa vidare",
        "endast för prenumeranter", "lukeaksesi jutun", "vain tilaajille", "okumaya devam etmek için",
        "devamını okumak için abone",
        "会员专享",
        "订阅后继续阅读",
        "有料会員限定",
        "続きを読むには",
        "구독자 전용",
    )
)  # fmt: skip
_STUB = 1200  # characters; what is left of a paid article is seldom more
_BROKEN_OFF = ("…", "...", "[…]", "[...]", "(…)", "(...)")
_LINE = 12  # words; a body without a sentence and with no more is a line left over …
_OTHERS = 4  # … where so many blocks have gone


def asks_to_pay(text: str) -> bool:
    """Whether a text asks for payment before the reader may read on; long ones are articles about it."""
    folded = fold(text) if len(text) <= _WALL else ""
    return any(phrase in folded for phrase in _PAYMENT)


def suspicion(original: str, body: str) -> str:
    """Why a result deserves a look, in a few words; empty if it does not."""
    left, total = len(body.strip()), len(original.strip())
    if total and left < _LEAST * total:
        return f"little is left: {left:,} of {total:,} characters"
    if left and left <= _WALL:
        folded = fold(body)
        if found := next((phrase for phrase in _WALLS if phrase in folded), ""):
            return f"reads like a wall, not an article: “{found}”"
    if left and left <= _STUB and left < total:
        folded = fold(original)
        if found := next((phrase for phrase in _PAYMENT if phrase in folded), ""):
            return f"a stub before a paywall: “{found}”"
        if left <= _WALL and body.rstrip().endswith(_BROKEN_OFF):
            return "breaks off in the middle of a sentence"
        blocks = split(body)
        if sum(block.words for block in blocks) <= _LINE and len(split(original)) >= len(blocks) + _OTHERS:
            return f"only a line is left of {total:,} characters"
    return unreadable(body)
