"""Words as the full-text tables of an index have them."""

from __future__ import annotations

import re
import unicodedata

TOPICS = ("roles", "skills", "providers", "subscriptions", "courses", "programmes")
"""The kinds of record that can be searched for besides credentials; of equals the first comes first."""
SHORTEST_FORM = 4
FIRST = "0q"  # before the first word of a name, so that it can be asked for

STOP_WORDS = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
"""Words that say nothing where others are asked for with them."""

_UNSPACED = (("\u3040", "\u30ff"), ("\u3400", "\u4dbf"), ("\u4e00", "\u9fff"), ("\uf900", "\ufaff"))
_WORD = re.compile(r"[^\W_]+")
_NOT_WORD = re.compile(r"[^\w]+")


def searchable(text: str) -> str:
    """A text as the full-text index sees it: small letters without accents, words between spaces."""
    if text.isascii():
        return text.lower()
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain if max(plain, default="") < _UNSPACED[0][0] else _spaced(plain))


def _spaced(text: str) -> str:
    """A text with spaces around each sign of Chinese and Japanese, which put none between words."""
    return "".join(f" {char} " if any(low <= char <= high for low, high in _UNSPACED) else char for char in text)


def words_of(text: str) -> list[str]:
    """The words of a text."""
    return _WORD.findall(searchable(text))


def forms(word: str) -> list[str]:
    """The plural of an English word, or the singular, as far as endings tell: what may stand in its place."""
    if len(word) < SHORTEST_FORM or not (word.isascii() and word.isalpha()):
        return []
    if word.endswith("ies"):
        return [word[:-3] + "y", word[:-1]]
    if word.endswith("es"):
        return [word[:-1], word[:-2]]
    if word.endswith("s") and not word.endswith("ss"):
        return [word[:-1]]
    return [word[:-1] + "ies", word + "s"] if word.endswith("y") else [word + "s", word + "es"]


def misspelt(word: str) -> list[str]:
    """Every word that one slip of the pen leads to or comes from: a letter too many or too few, another, or two swapped."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = (head + tail[1:] for head, tail in cuts if tail)
    swapped = (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    other = (head + letter + tail[1:] for head, tail in cuts if tail for letter in letters)
    more = (head + letter + tail for head, tail in cuts for letter in letters)
    return [found for found in dict.fromkeys((*swapped, *less, *other, *more)) if found != word]
