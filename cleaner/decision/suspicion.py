"""What deserves a look: hardly anything left, a garbled text, or a wall where an article should be."""

from __future__ import annotations

from cleaner.text import fold, unreadable

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


def suspicion(original: str, body: str) -> str:
    """Why a result deserves a look, in a few words; empty if it does not."""
    left, total = len(body.strip()), len(original.strip())
    if total and left < _LEAST * total:
        return f"little is left: {left:,} of {total:,} characters"
    if left and left <= _WALL:
        folded = fold(body)
        if found := next((phrase for phrase in _WALLS if phrase in folded), ""):
            return f"reads like a wall, not an article: “{found}”"
    return unreadable(body)
