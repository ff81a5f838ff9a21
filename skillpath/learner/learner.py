"""A learner against a catalogue: what is held, known and met on the start date."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from msgspec import Struct
from msgspec import field as struct_field

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.figures import taught_levels
from skillpath.catalog.records import Condition, Credential, Skill
from skillpath.catalog.requirements import (
    AWARD_RANKS,
    AllOf,
    AtLeastOf,
    Atom,
    Expression,
    HasAward,
    HasCredential,
    HasDegree,
    HasExperience,
    KnowsSkill,
    MeetsCondition,
)
from skillpath.learner.profile import Holding, Profile, TranscriptCredit

DEFAULT_PACE = 10
DEFAULT_RESIDENCE = "US"
DEFAULT_LANGUAGE = "en"
DEFAULT_AUDIENCE = "adult"
DEFAULT_CURRENCY = "USD"
DEFAULT_AWARD = "high-school"


class Held(NamedTuple):
    """A holding matched to its credential; `valid` is false once it has expired."""

    credential: Credential
    earned: date | None
    valid: bool
    score: float | None = None


class Learner(Struct, frozen=True):
    """Who plans: preferences with their defaults filled in, and holdings matched to the catalogue.

    `pace` is in hours a week, `study_hours` the work that an hour of credit at a college takes (None: as usual).
    `unknown` are holdings that no catalogue has. `assumed` says which defaults stand for
    what the learner has not told.
    """

    as_of: date
    start: date
    pace: Fraction
    residence: str
    languages: tuple[str, ...]
    audience: tuple[str, ...]
    currency: str
    held: tuple[Held, ...] = ()
    unknown: tuple[str, ...] = ()
    levels: dict[str, int] = struct_field(default_factory=dict)
    experience: dict[str, float] = struct_field(default_factory=dict)
    awards: tuple[tuple[str, str | None], ...] = ()
    conditions: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    transcript: tuple[TranscriptCredit, ...] = ()
    study_hours: Fraction | None = None

    def holds(self, credential: str) -> bool:
        """Whether the credential is held and has not expired."""
        return any(held.valid and held.credential.id == credential for held in self.held)

    def level(self, skill: str) -> int:
        """The level at which the skill, or a narrower one, is known; 0 for not at all."""
        return self.levels.get(skill, 0)

    def lives_in(self, places: Iterable[str]) -> bool:
        """Whether the residence is one of these countries or regions, or inside one; none named means anywhere."""
        places = tuple(places)
        return not places or any(inside(self.residence, place) for place in places)

    def open_to(self, countries: Iterable[str], audience: Iterable[str], languages: Iterable[str] = ()) -> bool:
        """Whether something for these countries, people and languages is open to the learner."""
        return (
            self.lives_in(countries)
            and (not (audience := tuple(audience)) or any(kind in self.audience for kind in audience))
            and (not (languages := tuple(languages)) or any(language in self.languages for language in languages))
        )


def inside(place: str, area: str) -> bool:
    """Whether a country or region is, or lies in, another: ``US-LA`` lies in ``US``."""
    return place == area or place.startswith(f"{area}-")


def make_learner(profile: Profile, catalog: Catalog, today: date) -> Learner:
    """Match a profile to a catalogue and fill in the defaults, noting each."""
    start = date.fromisoformat(profile.start) if profile.start else today
    held, unknown = _match_holdings(profile.holdings, catalog, start)
    return Learner(
        as_of=today,
        start=start,
        pace=Fraction(str(round(profile.pace or DEFAULT_PACE, 2))),
        residence=profile.residence or DEFAULT_RESIDENCE,
        languages=profile.languages or (DEFAULT_LANGUAGE,),
        audience=profile.audience or (DEFAULT_AUDIENCE,),
        currency=profile.currency or DEFAULT_CURRENCY,
        held=tuple(held),
        unknown=tuple(unknown),
        levels=_levels(profile, held, catalog),
        experience={entry.field: entry.years for entry in profile.experience},
        awards=tuple((entry.award, entry.field) for entry in profile.awards),
        conditions=frozenset(profile.conditions),
        assumed=(*_assumptions(profile), *_lapses(held)),
        transcript=profile.credits,
        study_hours=None if profile.study_hours is None else Fraction(str(profile.study_hours)),
    )


def _assumptions(profile: Profile) -> Iterator[str]:
    if profile.pace is None:
        yield f"you study {DEFAULT_PACE} hours a week (`--pace`)"
    if profile.residence is None:
        yield f"you live in {DEFAULT_RESIDENCE} (`--residence`)"


def _lapses(held: Iterable[Held]) -> Iterator[str]:
    for credential, _, valid, _ in held:
        if not valid:
            yield f"{credential.name} has expired (renewed? give the day of that as its date, or `expires` in your profile)"


def _match_holdings(holdings: Iterable[Holding], catalog: Catalog, start: date) -> tuple[list[Held], list[str]]:
    held: dict[str, Held] = {}
    unknown: list[str] = []
    for holding in holdings:
        found = find_credential(holding.credential, catalog)
        if found is None:
            unknown.append(holding.credential)
            continue
        earned = date.fromisoformat(holding.earned) if holding.earned else None
        match = Held(found, earned, _is_valid(holding, found, start), holding.score)
        before = held.get(found.id)
        if before is None or (match.valid, match.earned or date.min) > (before.valid, before.earned or date.min):
            held[found.id] = match
    return list(held.values()), unknown


def find_credential(text: str, catalog: Catalog) -> Credential | None:
    """The one credential with this id, name or alias, if there is just one."""
    exact = catalog.get(Credential, text)
    if exact is not None:
        return exact
    found = catalog.named(Credential, text)
    return found[0] if len(found) == 1 else None


def _is_valid(holding: Holding, credential: Credential, start: date) -> bool:
    if holding.expires is not None:
        return date.fromisoformat(holding.expires) >= start
    if holding.earned is None or credential.valid_months is None:
        return True
    return add_months(date.fromisoformat(holding.earned), credential.valid_months) >= start


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after(start: date, minutes: int, pace: Fraction) -> date:
    """The day on which so many study minutes are done; the last day of the calendar where that is further still."""
    days = ceil(Fraction(minutes) * 7 / (60 * pace))
    return start + timedelta(days=min(days, (date.max - start).days))


def _levels(profile: Profile, held: Iterable[Held], catalog: Catalog) -> dict[str, int]:
    """Skill -> highest level known, by declaration or by holding; a narrower skill counts for its broader ones."""
    levels: dict[str, int] = {}

    def learn(skill: str, level: int) -> None:
        for above in catalog.broader(skill):
            levels[above] = max(levels.get(above, 0), level)

    for known in profile.skills:
        for skill in catalog.named(Skill, known.skill):
            learn(skill.id, known.level)
    for holding in held:
        credential = holding.credential
        for skill_id, level in taught_levels(credential, (*credential.teaches, *credential.attests)):
            learn(skill_id, level)
    return levels


def meets(learner: Learner, atom: Atom, catalog: Catalog) -> bool:
    """Whether the learner meets an atom already, with nothing more earned."""
    match atom:
        case HasCredential(id):
            return learner.holds(id)
        case KnowsSkill(skill, level):
            return learner.level(skill) >= level
        case HasExperience(field, years):
            return learner.experience.get(field, 0) >= years
        case HasAward() | HasDegree():
            return any(grants(award, field, atom) for award, field in _awards(learner))
        case MeetsCondition(id):
            condition = catalog.get(Condition, id)
            return id in learner.conditions or (condition is not None and condition.assumed)


def meets_all(learner: Learner, need: Expression, catalog: Catalog) -> bool:
    """Whether the learner meets a whole expression already."""
    match need:
        case AllOf(parts):
            return all(meets_all(learner, part, catalog) for part in parts)
        case AtLeastOf(count, parts):
            return sum(meets_all(learner, part, catalog) for part in parts) >= count
        case _:
            return meets(learner, need, catalog)


def _awards(learner: Learner) -> Iterator[tuple[str, str | None]]:
    yield DEFAULT_AWARD, None
    yield from learner.awards
    for held in learner.held:
        credential = held.credential
        if held.valid and credential.kind == "degree" and credential.award is not None:
            yield credential.award, credential.award_field


def grants(award: str, field: str | None, wanted: HasAward | HasDegree) -> bool:
    """Whether an award satisfies a wanted one: the same or a higher rank, and the field where one is asked."""
    if wanted.field is not None and wanted.field != field:
        return False
    if wanted.award not in AWARD_RANKS or award not in AWARD_RANKS:
        return award == wanted.award
    return AWARD_RANKS[award] >= AWARD_RANKS[wanted.award]
