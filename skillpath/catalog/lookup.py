"""What records are found by: names, the skills that credentials teach, and words for the full-text index."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from zlib import crc32

from skillpath.catalog.catalog import names_of
from skillpath.catalog.familiar import BODY, CREDENTIAL, UNREADABLE, Found, RowLists, read_found
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.packing import ATTESTED, LEVEL_BITS, NAME_BUCKETS, PLACE_BITS, SPACED, folded, pack
from skillpath.catalog.records import Credential
from skillpath.catalog.values import LEVELS

TOPICS = ("roles", "skills", "providers", "subscriptions", "courses", "programmes")
FIRST = "0q"  # before the first word of a name, so that it can be asked for


_NOT_WORD = re.compile(r"[^\w]+")


def searchable(text: str) -> str:
    """A text as the full-text index sees it: small letters without accents, words between spaces."""
    if text.isascii():
        return text.lower()
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", plain)


class Lookup:
    """Gathers the lookup rows of one file; `place` is that of the next record."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.place = 0
        self._base = file << PLACE_BITS
        self._names: list[array[int]] = [array("Q") for _ in range(NAME_BUCKETS)]
        self._taught: dict[str, array[int]] = {}
        self._search: list[tuple[int, str]] = []
        self._topics: list[tuple[int, str]] = []

    def take(self) -> RowLists:
        """The words gathered since the last call."""
        taken: RowLists = {"search": self._search, "topics": self._topics}
        self._search, self._topics = [], []
        return taken

    def take_packed(self) -> RowLists:
        """The packed lists gathered since the last call."""
        names = [(bucket, self.file, pack(codes)) for bucket, codes in enumerate(self._names) if codes]
        taught = [(skill, self.file, pack(codes)) for skill, codes in sorted(self._taught.items())]
        self._names = [array("Q") for _ in range(NAME_BUCKETS)]
        self._taught = {}
        return {"names": names, "taught": taught}

    def add(self, kind: str, record: AnyRecord) -> None:
        """A typed record of any kind."""
        if isinstance(record, Credential):
            self.add_credential(record)
            return
        names = list(names_of(record))
        self._name(self.place, *names)
        if kind in TOPICS:
            words = [name for name in names if name != record.id] or [record.id]
            provider = getattr(record, "provider", None)
            self._topics.append((self._base | self.place, _words((*words, provider) if provider else words)))
        self.place += 1

    def add_lines(self, lines: list[bytes], number: int, closer: Callable[[bytes, int], None]) -> None:
        """The credentials of some lines; all other lines go to `closer`, with their numbers.

        This loop is most of the time that a large catalogue takes, so it calls as little as it can.
        """
        read, names, taught, base, search = read_found, self._names, self._taught, self._base, self._search.append
        for number, line in enumerate(lines, number):  # noqa: B020
            if not (line.startswith(CREDENTIAL) and line.endswith(b"}}")):
                closer(line, number)
                continue
            try:
                found = read(line[BODY:-1])
            except UNREADABLE:
                closer(line, number)
                continue
            place = self.place
            data = found.name.encode().translate(SPACED).strip()
            if found.attests or "_" in found.id or b"  " in data or not data.isascii():
                self.add_credential(found)
                continue
            self.place = place + 1
            code = crc32(data)
            names[code % NAME_BUCKETS].append(code << 32 | place)
            text = data.decode()
            if found.aliases:
                self._name(place, *found.aliases)
                text = f"{text} {searchable(' '.join(found.aliases))}"
            search((base | place, f"{FIRST}{text.split(' ', 1)[0]} {text} {found.provider}"))
            place <<= LEVEL_BITS
            own = place | (found.teaches_level or LEVELS[found.level])
            for entry in found.teaches:
                if isinstance(entry, str):
                    skill, at = entry, own
                else:
                    skill, at = entry.skill, place | entry.level
                try:
                    taught[skill].append(at)
                except KeyError:
                    taught[skill] = array("I", (at,))

    def add_credential(self, record: Credential | Found) -> None:
        """A credential, or as much of one as it is found by."""
        names = (record.name, *record.aliases)
        self._name(self.place, *names, *((record.id,) if "_" in record.id else ()))
        self._search.append((self._base | self.place, _words((*names, record.provider))))
        code = self.place << LEVEL_BITS
        own = record.teaches_level or LEVELS[record.level]
        for entry in record.teaches:
            skill, level = (entry, own) if isinstance(entry, str) else (entry.skill, entry.level)
            self._taught.setdefault(skill, array("I")).append(code | level)
        for entry in record.attests:
            skill = entry if isinstance(entry, str) else entry.skill
            self._taught.setdefault(skill, array("I")).append(code | ATTESTED)
        self.place += 1

    def _name(self, place: int, *names: str) -> None:
        for name in names:
            code = crc32(folded(name))
            self._names[code % NAME_BUCKETS].append(code << 32 | place)


def _words(names: list[str] | tuple[str, ...]) -> str:
    return searchable(f"{FIRST}{names[0].partition(' ')[0]} {' '.join(names)}")
