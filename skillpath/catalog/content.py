"""Records -> rows, file by file: bodies, the outlines of credentials, and the ids that they name."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Raw

from skillpath.catalog.check import impossible_figures, malformed_needs
from skillpath.catalog.check_programmes import programme_problems
from skillpath.catalog.familiar import (
    BODY,
    CREDENTIAL,
    MOST_REMEMBERED,
    NO_REST,
    NOTHING,
    UNREADABLE,
    Familiar,
    Memory,
    RowLists,
    UnfamiliarError,
    lone_price,
    named_in,
    read_all_needs,
    read_familiar,
    read_offers,
    rest_of,
    time_of,
)
from skillpath.catalog.figures import typical_minutes
from skillpath.catalog.ids import are_ids, is_id
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.measures import offers_of, pack_traits, requires_of, signature, traits_of
from skillpath.catalog.outline import Traits
from skillpath.catalog.packing import BLOCK, KIND_NUMBERS, NO_MINUTES, NO_WEEKS, PLACE_BITS, pack
from skillpath.catalog.records import Credential, Need, Offer, Recommendation, Skill
from skillpath.catalog.references import references
from skillpath.catalog.requirements import HasCredential, atoms, parse_all
from skillpath.catalog.yaml_reader import MAX_SCALAR
from skillpath.errors import Problem

_DOUBTFUL = frozenset(KINDS) - {"sources", "skills", "providers", "subscriptions", "conditions", "rates", "courses"}
_NO_OUTLINE = (0, 0, 0, 0, NO_MINUTES, NO_WEEKS)
_CREDENTIALS = KIND_NUMBERS["credentials"]
_NAMELESS: dict[str, Any] = {"id": "", "name": "", "kind": "course", "provider": ""}
_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class Content:
    """Gathers the rows of one file; `place` is that of the next record."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.place = 0
        self.overlays = 0
        # credentials of which the id is none: (line, body)
        self.odd: list[tuple[int, bytes]] = []
        self.doubts: list[Problem] = []
        self._base = file << PLACE_BITS
        self._rows: RowLists = {}
        self._records: list[tuple[Any, ...]] = []
        self._outlines: list[tuple[Any, ...]] = []
        self._referred: set[tuple[str, str]] = set()
        self._times = Memory(time_of)
        self._offers = Memory(self._learn_offers)
        self._currencies = Memory(lambda currency: offers_of((Offer(price=f"1 {currency.decode()}"),))[0])
        self._traits = Memory(self._learn_traits)
        self._sources = Memory(self._learn_sources)

    def take(self) -> RowLists:
        """The rows gathered since the last call."""
        if not are_ids([row[2] for row in self._records]):
            self.odd += [(row[3], row[4]) for row in self._records if not is_id(row[2])]
        taken = {**self._rows, "records": self._records}
        self._rows, self._records = {}, []
        return taken

    def end(self) -> RowLists:
        """The last rows."""
        self._end_block((self.place - 1) // BLOCK)
        return self.take()

    def add(self, kind: str, record: AnyRecord, line: int) -> None:
        """Any record that has been checked."""
        key = self._base | self.place
        for field, id, section in references(record):
            self._refer(section, id, key, field)
        self.doubts.extend(problem._replace(line=line) for problem in _doubts(kind, record))
        if isinstance(record, Credential):
            self._add_credential(record, key)
        elif isinstance(record, Skill) and record.broader is not None:
            self._row("narrower", record.broader, record.id)
        elif isinstance(record, Recommendation):
            self._row("recommended", record.credential, key)
        self._records.append((key, KIND_NUMBERS[kind], record.id, line, _encode(record)))
        self._next()

    def add_overlay(self, kind: str, id: str, fields: dict[str, Any], line: int, lines: dict[str, int]) -> None:
        """A record that changes another, which stands before it or in a lower layer."""
        key = self._base | self.place
        self.overlays += 1
        self._row("overlays", KIND_NUMBERS[kind], id, key, line, _pack(fields), _pack(lines))

    def add_lines(self, lines: list[bytes], number: int, closer: Callable[[bytes, int], None]) -> None:
        """The credentials of some lines; all that is not familiar goes to `closer`, with the number of its line.

        This loop is most of the time that a large catalogue takes, so it calls as little as it can.
        """
        times, offers, traits, sources = self._times, self._offers, self._traits, self._sources
        put, base = self._records.append, self._base
        for number, line in enumerate(lines, number):  # noqa: B020
            if not (line.startswith(CREDENTIAL) and line.endswith(b"}}") and len(line) <= MAX_SCALAR):
                closer(line, number)
                continue
            body = line[BODY:-1]
            place = self.place
            try:
                record = read_familiar(body)
                minutes, weeks, sure = times[bytes(record.effort)]
                combination = traits[
                    record.status,
                    record.retired_on,
                    record.countries,
                    record.languages,
                    record.audience,
                    record.provider,
                    record.platform,
                    record.confidence,
                    sure,
                ]
                offer, cents = offers[bytes(record.offers)]
                sources[record.sources]
                if rest_of(record) != NO_REST:
                    self._take_rest(record, base | place)
                requires = 0 if record.requires is NOTHING else self._take_needs(record.requires, base | place)
            except UNREADABLE:
                closer(line, number)
                continue
            if len(self._outlines) != place % BLOCK:
                self._fill_block()
            self._outlines.append((combination, offer, cents, requires, minutes, weeks))
            put((base | place, _CREDENTIALS, record.id, number, body))
            self.place = place = place + 1
            if place % BLOCK == 0:
                self._end_block(place // BLOCK - 1)

    def _learn_traits(self, combination: tuple[Any, ...]) -> int:
        traits = msgspec.convert(combination, Traits)
        number, packed = pack_traits(combination)
        self._row("traits", number, packed)
        key = self._base | self.place
        self._refer("providers", traits.provider, key, "provider")
        if traits.platform is not None:
            self._refer("providers", traits.platform, key, "platform")
        return number

    def _learn_sources(self, sources: tuple[str, ...]) -> bool:
        for place, id in enumerate(sources):
            self._refer("sources", id, self._base | self.place, f"sources[{place}]")
        return True

    def _learn_offers(self, text: bytes) -> tuple[int, int]:
        """The number of some offers, and the cents of a lone plain one."""
        lone = lone_price(text)
        if lone is not None:
            return self._currencies[lone[0]], lone[1]
        offers = read_offers(text) if text else ()
        self._note(Credential(**_NAMELESS, offers=offers), self._base | self.place)
        return offers_of(offers)

    def _take_rest(self, record: Familiar, key: int) -> None:
        """The ids in the fields that few credentials have."""
        for section, field in (("roles", "leads_to"), ("credentials", "overlaps")):
            for id in getattr(record, field):
                self._refer(section, id, key, field)
        if record.replaced_by is not None:
            self._refer("credentials", record.replaced_by, key, "replaced_by")
        for field, id, section in references(record.renewal) if record.renewal else ():
            self._refer(section, id, key, f"renewal.{field}")
        for entry in record.attests:
            self._refer("skills", entry if isinstance(entry, str) else entry.skill, key, "attests")
        if record.recommends is not NOTHING:
            self._take_recommended(record.recommends, key)
        if record.kind == "degree" and record.award is not None:
            self._row("grants", record.award, record.award_field, key)

    def _take_recommended(self, needs: Raw, key: int) -> None:
        try:
            credentials, skills = named_in(needs)
        except UNREADABLE:
            self._note(Credential(**_NAMELESS, recommends=read_all_needs(needs)), key)
            return
        for id in credentials:
            self._refer("credentials", id, key, "recommends")
        for id in skills:
            self._refer("skills", id, key, "recommends")

    def _take_needs(self, requires: Raw, key: int) -> int:
        """Take the ids under a `requires` list; its number."""
        try:
            credentials, skills = named_in(requires)
        except UNREADABLE:
            needs = read_all_needs(requires)
            self._note(Credential(**_NAMELESS, requires=needs), key)
            credentials, skills = dict.fromkeys(_needed(needs)), {}
        if credentials:
            self._rows.setdefault("needs", []).extend([(id, key) for id in credentials])
        for skill in skills:
            self._refer("skills", skill, key, "requires")
        return signature(bytes(requires))

    def _note(self, part: Credential, key: int) -> None:
        """Take the ids that a part of a credential names.

        Raises:
            UnfamiliarError: something is wrong with it.
        """
        if any(True for _ in _doubts("credentials", part)):
            raise UnfamiliarError
        for field, id, section in references(part):
            if id:
                self._refer(section, id, key, field)

    def _add_credential(self, record: Credential, key: int) -> None:
        traits, packed = pack_traits(traits_of(record))
        self._row("traits", traits, packed)
        if record.kind == "degree" and record.award is not None:
            self._row("grants", record.award, record.award_field, key)
        for id in dict.fromkeys(_needed(record.requires)):
            self._row("needs", id, key)
        minutes = typical_minutes(record.effort)
        weeks = record.effort.min_weeks if record.effort else None
        time = NO_MINUTES if minutes is None else minutes, NO_WEEKS if weeks is None else weeks
        self._fill_block()
        self._outlines.append((traits, *offers_of(record.offers), requires_of(record.requires), *time))

    def _fill_block(self) -> None:
        """Leave room for the records of this block that are no credentials."""
        self._outlines.extend([_NO_OUTLINE] * (self.place % BLOCK - len(self._outlines)))

    def _end_block(self, block: int) -> None:
        if self._outlines:
            columns = map(array, "qqqqid", zip(*self._outlines, strict=True))
            self._row("outline", self.file, block, *map(pack, columns))
            self._outlines = []

    def _next(self) -> None:
        self.place += 1
        if self.place % BLOCK == 0:
            self._end_block(self.place // BLOCK - 1)

    def _row(self, table: str, *row: Any) -> None:
        self._rows.setdefault(table, []).append(row)

    def _refer(self, section: str, id: str, key: int, field: str) -> None:
        """Note that a record names an id, once for each id."""
        if (section, id) not in self._referred:
            if len(self._referred) > MOST_REMEMBERED:
                self._referred.clear()
            self._referred.add((section, id))
            self._row("refs", KIND_NUMBERS[section], id, key, field)


def _needed(requires: tuple[str | Need, ...]) -> Iterator[str]:
    try:
        return (atom.id for atom in atoms(parse_all(requires)) if isinstance(atom, HasCredential))
    except ValueError:
        return iter(())


def _doubts(kind: str, record: AnyRecord) -> Iterator[Problem]:
    """What the checks that look at one record alone say of it."""
    if kind in _DOUBTFUL:
        records: dict[str, dict[str, AnyRecord]] = {section: {} for section in KINDS}
        records[kind][record.id] = record
        for each in (malformed_needs, impossible_figures, programme_problems):
            yield from each(records)
