"""What a case says: plain catalogue dicts, a learner and a request, read exactly. Shares no code with skillpath.

Integers are cents and minutes; everything else is a `Fraction`, so nothing here is ever rounded by accident.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import Any, NamedTuple

Raw = dict[str, Any]
Need = str | Raw

LEVELS = {"beginner": 1, "intermediate": 2, "advanced": 3, "expert": 4}
AWARDS = ("high-school", "associate", "bachelor", "master", "doctor")
CONFIDENCES = ("low", "medium", "high")


class Money(NamedTuple):
    """Cents of a currency."""

    cents: int
    currency: str


class Offer(NamedTuple):
    """A usable way to pay: what it costs beside its subscription, the part of that which is fees, and when it ends."""

    place: int
    fixed: int
    subscription: str | None
    fees: int = 0
    last: str = "9999"


class Known(NamedTuple):
    """What somebody holds at a moment: valid credentials, and the level reached in each skill."""

    ids: frozenset[str]
    levels: Mapping[str, int]


def money(text: str) -> Money:
    """Read ``'49.50 USD'``."""
    amount, currency = text.split()
    return Money(int(Decimal(amount) * 100), currency)


def exact(number: float | str) -> Fraction:
    """The number as it is written, not as binary floats hold it."""
    return Fraction(str(number))


def half_up(number: Fraction) -> int:
    """The nearest whole number; a half goes up."""
    return floor(number + Fraction(1, 2))


def minutes(hours: float) -> int:
    """Hours in whole minutes."""
    return half_up(exact(hours) * 60)


def study_minutes(credential: Raw) -> int | None:
    """The typical effort of a credential; None where nobody knows it."""
    effort = credential.get("effort") or {}
    if effort.get("hours") is not None:
        return minutes(effort["hours"])
    if effort.get("min_hours") is None or effort.get("max_hours") is None:
        return None
    return half_up(Fraction(minutes(effort["min_hours"]) + minutes(effort["max_hours"]), 2))


def is_inside(place: str, codes: Sequence[str]) -> bool:
    """Whether a place is one of the codes or lies inside one; no codes means everywhere."""
    return not codes or any(place == code or place.startswith(code + "-") for code in codes)


def meets(offered: Sequence[str], mine: Sequence[str]) -> bool:
    """Whether something is for me: it names nobody, or one of mine."""
    return not offered or bool(set(offered) & set(mine))


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def levels_named(credential: Raw, field: str) -> dict[str, int]:
    """The skills in `teaches` or `attests`, each with its level."""
    general = credential.get("teaches_level") or LEVELS[credential.get("level", "beginner")]
    found: dict[str, int] = {}
    for entry in credential.get(field, ()):
        skill, level = (entry, general) if isinstance(entry, str) else (entry["skill"], entry["level"])
        found[skill] = max(level, found.get(skill, 0))
    return found


def highest(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Several skill levels in one: the highest of each."""
    merged: dict[str, int] = {}
    for part in parts:
        for skill, level in part.items():
            merged[skill] = max(level, merged.get(skill, 0))
    return merged


def is_confident(minimum: str, *confidences: str | None) -> bool:
    """Whether none of the given confidences is below the minimum."""
    return all(CONFIDENCES.index(each) >= CONFIDENCES.index(minimum) for each in confidences if each is not None)


@dataclass(frozen=True, eq=False)
class Case:
    """A world, a learner and a request, with what follows from them before anything is chosen."""

    world: Raw
    learner: Raw
    request: Raw

    @cached_property
    def credentials(self) -> dict[str, Raw]:
        """Every credential of the world."""
        return {record["id"]: record for record in self.world["credentials"]}

    @cached_property
    def subscriptions(self) -> dict[str, Raw]:
        """Every subscription of the world."""
        return {record["id"]: record for record in self.world.get("subscriptions") or ()}

    @cached_property
    def start(self) -> date:
        """The day on which the learner starts."""
        return date.fromisoformat(self.learner["start"])

    @cached_property
    def pace(self) -> Fraction:
        """Minutes of study in a week."""
        return exact(self.learner["pace"]) * 60

    @cached_property
    def kinds_of(self) -> dict[str, tuple[str, ...]]:
        """For each skill, itself and all the broader ones that it satisfies."""
        broader = {record["id"]: record.get("broader") for record in self.world.get("skills") or ()}
        chains: dict[str, tuple[str, ...]] = {}
        for skill in broader:
            chain = [skill]
            while (above := broader[chain[-1]]) is not None:
                chain.append(above)
            chains[skill] = tuple(chain)
        return chains

    def spread(self, levels: Mapping[str, int]) -> dict[str, int]:
        """The levels with every broader skill reached through them."""
        return highest({kind: level} for skill, level in levels.items() for kind in self.kinds_of[skill])

    @cached_property
    def teaches(self) -> dict[str, dict[str, int]]:
        """What each credential teaches, broader skills included."""
        return {id: self.spread(levels_named(record, "teaches")) for id, record in self.credentials.items()}

    @cached_property
    def held(self) -> dict[str, date | None]:
        """The credentials that are held and still valid, with the day on which they were earned."""
        dated = {entry["credential"]: _day(entry.get("earned")) for entry in self.learner.get("holdings") or ()}
        return {id: earned for id, earned in dated.items() if not self._is_expired(id, earned)}

    def _is_expired(self, id: str, earned: date | None) -> bool:
        months = self.credentials[id].get("valid_months")
        return months is not None and earned is not None and months_after(earned, months) < self.start

    @cached_property
    def first_levels(self) -> dict[str, int]:
        """The learner's skills at the start; an expired credential has left its skills behind."""
        own = [{entry["skill"]: entry["level"]} for entry in self.learner.get("skills") or ()]
        records = [self.credentials[entry["credential"]] for entry in self.learner.get("holdings") or ()]
        return self.spread(
            highest([*own, *(levels_named(record, field) for record in records for field in ("teaches", "attests"))])
        )

    def known(self, earned: Iterable[str] = ()) -> Known:
        """What the learner holds once these are earned."""
        new = frozenset(earned)
        return Known(new | self.held.keys(), highest([self.first_levels, *(self.teaches[id] for id in new)]))

    def is_met(self, need: Need, known: Known) -> bool:
        """Whether a requirement expression holds."""
        if isinstance(need, str):
            return need in known.ids
        if "skill" in need:
            return known.levels.get(need["skill"], 0) >= (need.get("level") or 1)
        if "experience" in need:
            return self._has_worked(need["experience"])
        if "award" in need:
            return self._has_award(need["award"], need.get("field"), known)
        if "condition" in need:
            return need["condition"] in self._conditions
        if "all" in need:
            return all(self.is_met(part, known) for part in need["all"])
        if "any" in need:
            return any(self.is_met(part, known) for part in need["any"])
        return sum(self.is_met(part, known) for part in need["of"]) >= int(need["at_least"])

    def all_met(self, needs: Sequence[Need], known: Known) -> bool:
        """Whether every item of a `requires` list holds."""
        return all(self.is_met(need, known) for need in needs)

    def _has_worked(self, wanted: Raw) -> bool:
        done = (entry for entry in self.learner.get("experience") or () if entry["field"] == wanted["field"])
        return any(exact(entry["years"]) >= exact(wanted["years"]) for entry in done)

    def _has_award(self, award: str, field: str | None, known: Known) -> bool:
        degrees = (record for id in known.ids if (record := self.credentials[id])["kind"] == "degree" and record.get("award"))
        have: list[tuple[str, str | None]] = [("high-school", None)]
        have += [(entry["award"], entry.get("field")) for entry in self.learner.get("awards") or ()]
        have += [(record["award"], record.get("award_field")) for record in degrees]
        return any(AWARDS.index(mine) >= AWARDS.index(award) and field in (None, its) for mine, its in have)

    @cached_property
    def _conditions(self) -> set[str]:
        assumed = {record["id"] for record in self.world.get("conditions") or () if record.get("assumed")}
        return assumed | set(self.learner.get("conditions") or ())

    def minutes_of(self, id: str) -> int:
        """Minutes of study; unknown ones count as none."""
        return study_minutes(self.credentials[id]) or 0

    def time_of(self, id: str) -> int:
        """Minutes that a credential keeps the learner, its least calendar time included."""
        weeks = (self.credentials[id].get("effort") or {}).get("min_weeks") or 0
        return max(self.minutes_of(id), ceil(exact(weeks) * self.pace))

    def day_after(self, ids: Iterable[str]) -> str:
        """The day on which all of these are finished, one after the other from the start."""
        days = ceil(sum(map(self.time_of, ids)) * Fraction(7) / self.pace)
        return (self.start + timedelta(days=min(days, (date.max - self.start).days))).isoformat()

    def retires(self, id: str) -> str:
        """The last day of a credential; a year that never comes where it does not retire."""
        return self.credentials[id].get("retired_on") or "9999"

    def is_payable(self, texts: Iterable[str | None]) -> bool:
        """Whether all the money named is in the learner's currency."""
        return all(money(text).currency == self.learner["currency"] for text in texts if text is not None)

    @cached_property
    def is_funded(self) -> bool:
        """Whether any funding lowers this learner's prices."""
        from tests.oracle.funding import usable

        return bool(usable(self))

    @cached_property
    def offers(self) -> dict[str, dict[int, Offer]]:
        """The usable offers of each credential, by their place in its record."""
        return {id: self._usable(record.get("offers") or ()) for id, record in self.credentials.items()}

    def _usable(self, offers: Sequence[Raw]) -> dict[int, Offer]:
        fine = ((place, offer) for place, offer in enumerate(offers) if self._is_open(offer) and self._is_priced(offer))
        return {
            place: Offer(place, fixed_cents(offer), offer.get("subscription"), fee_cents(offer), offer.get("end") or "9999")
            for place, offer in fine
        }

    def _is_open(self, offer: Raw) -> bool:
        """Whether this learner may take the offer on the day of the start."""
        today = self.learner["start"]
        return (
            is_inside(self.learner["residence"], offer.get("countries") or ())
            and meets(offer.get("audience") or (), self.learner["audience"])
            and (offer.get("start") or today) <= today <= (offer.get("end") or today)
            and is_confident(self.request["min_confidence"], offer.get("confidence"))
            and self.all_met(offer.get("requires") or (), self.known())
        )

    def _is_priced(self, offer: Raw) -> bool:
        """Whether the whole cost of an offer is known, payable, and nothing where only free things are wanted."""
        fees = [fee["price"] for fee in offer.get("fees") or ()]
        if not (offer.get("price") or offer.get("subscription") or offer.get("per_credit") or fees):
            return False
        if offer.get("per_credit") and offer.get("credits") is None:
            return False
        texts = [offer.get("price"), offer.get("price_max"), offer.get("per_credit"), *fees]
        running: list[str | None] = []
        if offer.get("subscription"):
            subscription = self.subscriptions[offer["subscription"]]
            if not subscription.get("price") or subscription.get("status", "active") != "active":
                return False
            running = [subscription["price"], subscription.get("joining_fee")]
        if not self.is_payable([*texts, *running]):
            return False
        return (
            not self.request["free_only"]
            or self.is_funded
            or (fixed_cents(offer) == 0 and all(money(text).cents == 0 for text in running if text))
        )


def fixed_cents(offer: Raw) -> int:
    """What an offer costs beside its subscription."""
    price = offer.get("price_max") or offer.get("price")
    tuition = money(offer["per_credit"]).cents * exact(offer["credits"]) if offer.get("per_credit") else Fraction(0)
    return (money(price).cents if price else 0) + fee_cents(offer) + half_up(tuition)


def fee_cents(offer: Raw) -> int:
    """What its fees come to."""
    return sum(money(fee["price"]).cents for fee in offer.get("fees") or ())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
