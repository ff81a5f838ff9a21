"""The titles of occupations: each names one role only.

An occupation is *known already* where its own title already names a loaded role: it makes no role of its own. Every other
occupation is a role under its title, also where a loaded role has its code. A further title that several occupations claim
belongs to the one whose own title it is most like (then to one whose workers reported it, then to the lower code), and that
one says with whom it shares it; a title that already names a loaded role is left to that role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from skillpath.catalog.catalog import fold
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.names import NameClaims, clean, digest, slug
from skillpath.catalog.imports.report import Notes

SHORT_CODE = 16
MOST_ALIASES = 10_000
MOST_SHARED = 10
SHORTEST_PLURAL = 4

_TRAILING = re.compile(r"^(?P<base>.+?)\s*\([^()]*\)$")


class Occupation(NamedTuple):
    """A row of the occupation table."""

    code: str
    title: str
    description: str
    place: str


class Title(NamedTuple):
    """A title that an occupation claims."""

    text: str
    code: str
    reported: bool
    place: str


class Shared(NamedTuple):
    """A title, and the roles that claim it beside the one that has it."""

    title: str
    roles: list[str]


class Titles(NamedTuple):
    """The ids of the occupations that become roles, their aliases, with whom they share them, and the roles that others are."""

    ids: dict[str, str]
    aliases: dict[str, list[str]]
    shared: dict[str, list[Shared]]
    known: dict[str, str]

    def shared_by(self, code: str) -> dict[str, Any]:
        """The field of a role that says which titles it shares; nothing where it shares none."""
        found = [each._asdict() for each in self.shared[code]]
        return {"shared": found} if found else {}


def singular(title: str) -> str:
    """A title that can be compared with one in the plural: ``Software Developers`` with `software developer`."""
    return " ".join(_ending(word) for word in fold(title).split())


def _ending(word: str) -> str:
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def variants(text: str) -> Iterable[str]:
    """A title as it stands, and without the short form in brackets at its end."""
    yield text
    if found := _TRAILING.match(text):
        yield found["base"]


def assign(occupations: dict[str, Occupation], titles: list[Title], known: Known, notes: Notes) -> Titles:
    """Settle who owns which title."""
    known_as = _known_already(occupations, known)
    for code, role in known_as.items():
        notes.leave_out("known", occupations[code].place, f"{occupations[code].title} ({code}) is known already as {role}")
    claims = NameClaims()
    ids = _ids(occupations, known_as, known, claims)
    aliases: dict[str, list[str]] = {code: [] for code in ids}
    shared: dict[str, list[Shared]] = {code: [] for code in ids}
    for contenders in _contests(titles):
        winner = _closest(contenders, occupations)
        for title in contenders:
            if title.code != winner.code:
                notes.leave_out("name-taken", title.place, f"{title.text} of {title.code} belongs to {winner.code}")
        if winner.code in ids and _may_have(winner, ids[winner.code], claims, known, notes):
            aliases[winner.code].append(winner.text)
            others = sorted(ids[title.code] for title in contenders if title.code in ids and title.code != winner.code)
            shared[winner.code].extend([Shared(winner.text, others[:MOST_SHARED])] if others else [])
    sorted_aliases = {code: sorted(texts)[:MOST_ALIASES] for code, texts in aliases.items()}
    return Titles(ids, sorted_aliases, {code: sorted(each) for code, each in shared.items()}, known_as)


def _contests(titles: list[Title]) -> Iterable[list[Title]]:
    """The occupations that claim the same title, each once."""
    claimed: dict[str, dict[str, Title]] = {}
    for title in titles:
        by_code = claimed.setdefault(fold(title.text), {})
        if title.code not in by_code or title.reported:
            by_code[title.code] = title
    return (list(by_code.values()) for by_code in claimed.values())


def _may_have(title: Title, id: str, claims: NameClaims, known: Known, notes: Notes) -> bool:
    owner = claims.owner(title.text)
    if owner is not None:
        if owner != id:
            notes.leave_out("name-taken", title.place, f"{title.text} is the title of {owner}")
        return False
    if (role := known.named("roles", title.text)) is not None:
        notes.leave_out("name-known", title.place, f"{title.text} is {role}")
        return False
    return claims.claim(title.text, id)


def _known_already(occupations: dict[str, Occupation], known: Known) -> dict[str, str]:
    named = ((code, known.named("roles", occupation.title)) for code, occupation in sorted(occupations.items()))
    return {code: role for code, role in named if role is not None}


def _ids(occupations: dict[str, Occupation], known_as: dict[str, str], known: Known, claims: NameClaims) -> dict[str, str]:
    ids: dict[str, str] = {}
    for code, occupation in sorted(occupations.items()):
        if code in known_as:
            continue
        id = slug(occupation.title)
        if known.named("roles", id) is not None or claims.owner(id) is not None or claims.owner(occupation.title) is not None:
            id = f"{id}-{slug(code) if len(code) < SHORT_CODE else digest(code)}"
        claims.claim(id, id)
        if claims.claim(occupation.title, id):
            ids[code] = id
    return ids


def _closest(contenders: list[Title], occupations: dict[str, Occupation]) -> Title:
    return min(contenders, key=lambda title: (-_likeness(title, occupations[title.code]), not title.reported, title.code))


def _likeness(title: Title, occupation: Occupation) -> float:
    return fuzz.ratio(fold(title.text), fold(occupation.title))


def titles_of(text: str, code: str, reported: bool, place: str) -> Iterable[Title]:
    """The titles that a cell holds; none where it is empty or says so."""
    if text.casefold() in ("", "n/a"):
        return
    for variant in variants(clean(text)):
        yield Title(variant, code, reported, place)
