"""The goal: what a target asks of a learner, as skill needs and requirement expressions (design, section 4)."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.figures import taught_levels
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Origin, Role, Skill
from skillpath.catalog.requirements import NEVER, AtLeastOf, Expression, HasCredential, parse_all
from skillpath.credits.total import credit_total
from skillpath.learner.learner import Learner
from skillpath.model import Tag
from skillpath.planner.candidates import Candidate
from skillpath.planner.request import (
    CredentialTarget,
    CreditTarget,
    ProgrammeTarget,
    RoleTarget,
    SkillTarget,
    Target,
    asked_level,
)
from skillpath.planner.simplify import join_all, simplify


class SkillNeed(Struct, frozen=True):
    """A skill that the target asks for, at a level. Recognised credentials count at any level."""

    skill: str
    name: str
    level: int
    importance: Fraction
    must: bool
    met: bool
    recognised: frozenset[str]
    tag: Tag

    def met_by(self, candidate: Candidate) -> bool:
        """Whether earning the candidate covers this need."""
        level = candidate.teaches.get(self.skill, 0)
        return level >= self.level or (level > 0 and candidate.id in self.recognised)


class Wanted(Struct, frozen=True):
    """Something else that must be met in the end: a recognised credential, a licence, the target itself.

    `need` is what is left of what was `asked` once the learner's own is taken out.
    """

    need: Expression
    tag: Tag
    asked: Expression | None = None


class Goal(Struct, frozen=True):
    """Everything a target asks. `skills` has the must-haves and, for a role, all others too."""

    skills: tuple[SkillNeed, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    programmes: ProgrammeTarget | None = None

    @property
    def open_musts(self) -> list[SkillNeed]:
        """Must-have skills that the learner lacks."""
        return [need for need in self.skills if need.must and not need.met]

    @property
    def is_met(self) -> bool:
        """Whether the learner has all of it already (programmes are for the model to say)."""
        return self.programmes is None and not self.open_musts and not self.wanted

    def readiness(self, earned: list[Candidate]) -> Fraction:
        """The importance-weighted share of the skills that are met, in percent."""
        total = sum((need.importance for need in self.skills), Fraction(0))
        met = (need.importance for need in self.skills if need.met or any(need.met_by(candidate) for candidate in earned))
        return 100 * sum(met, Fraction(0)) / total if total else Fraction(100)


def make_goal(target: Target, catalog: Catalog, learner: Learner, completing: tuple[Programme, ...] = ()) -> Goal:
    """What a target asks of a learner, who completes these programmes for their awards as well."""
    goal = _asked(target, catalog, learner, completing)
    return replace(goal, programmes=ProgrammeTarget(completing)) if completing else goal


def _asked(target: Target, catalog: Catalog, learner: Learner, completing: tuple[Programme, ...]) -> Goal:
    match target:
        case RoleTarget():
            return _role_goal(target, catalog, learner, completing)
        case CredentialTarget(ids):
            wanted = [_wanted(HasCredential(id), f"the target `{id}`", _origin(id, catalog), catalog, learner) for id in ids]
            return Goal(wanted=tuple(want for want in wanted if want is not None))
        case SkillTarget(skills):
            return Goal(skills=tuple(_skill_need(skill, level, catalog, learner) for skill, level in skills))
        case CreditTarget(hours, upper):
            return Goal(programmes=ProgrammeTarget((credit_total(hours, upper),)))
        case ProgrammeTarget():
            return Goal(programmes=target)


def _origin(id: str, catalog: Catalog) -> Origin:
    record = catalog.get(Credential, id)
    return record.origin if record else Origin()


def _skill_name(skill: str, catalog: Catalog) -> str:
    record = catalog.get(Skill, skill)
    return record.name if record else skill


def _skill_need(skill: str, level: int, catalog: Catalog, learner: Learner) -> SkillNeed:
    name = _skill_name(skill, catalog)
    tag = Tag("target", f"{name} at level {level}, which the target asks for")
    return SkillNeed(skill, name, level, Fraction(1), True, learner.level(skill) >= level, frozenset(), tag)


def _role_goal(target: RoleTarget, catalog: Catalog, learner: Learner, completing: tuple[Programme, ...]) -> Goal:
    role = target.role
    held = {held.credential.id for held in learner.held if held.valid}
    needs = tuple(_role_need(target, index, catalog, learner, held) for index in range(len(role.skills)))
    wanted = []
    if not target.skills_only and role.recognises:
        need = AtLeastOf(1, tuple(HasCredential(id) for id in role.recognises))
        wanted.append(_wanted(need, f"a credential that employers recognise for {role.name}", role.origin, catalog, learner))
    wanted.append(_licence(role, catalog, learner, completing))
    return Goal(needs, tuple(want for want in wanted if want is not None))


def _role_need(target: RoleTarget, index: int, catalog: Catalog, learner: Learner, held: set[str]) -> SkillNeed:
    role = target.role
    entry = role.skills[index]
    level = asked_level(target, entry.level)
    name = _skill_name(entry.skill, catalog)
    recognised = frozenset(role.recognises)
    met = learner.level(entry.skill) >= level or any(
        _teaches(held_id, entry.skill, catalog) for held_id in sorted(held & recognised)
    )
    must = entry.importance >= 1
    tag = Tag("role", f"{name} at level {level}, which {role.name} {'must have' if must else 'asks for'}", role.origin)
    return SkillNeed(entry.skill, name, level, Fraction(str(entry.importance)), must, met, recognised, tag)


def _teaches(id: str, skill: str, catalog: Catalog) -> bool:
    record = catalog.get(Credential, id)
    entries = () if record is None else taught_levels(record, record.teaches)
    return any(skill in catalog.broader(taught) for taught, _ in entries)


def _licence(role: Role, catalog: Catalog, learner: Learner, completing: tuple[Programme, ...]) -> Wanted | None:
    """The licence that the law asks for where the learner lives; an unknown way to it can never be met."""
    licence = role.licence
    if licence is None or not learner.lives_in(licence.only_in):
        return None
    text = f"the licence that {role.name} needs ({licence.name})"
    if not licence.requires:
        return Wanted(NEVER, Tag("licence", text, role.origin))
    return _wanted(parse_all(licence.requires), text, role.origin, catalog, learner, "licence", completing)


def _wanted(
    need: Expression,
    text: str,
    origin: Origin,
    catalog: Catalog,
    learner: Learner,
    kind: str = "target",
    completing: tuple[Programme, ...] = (),
) -> Wanted | None:
    left = simplify(need, learner, catalog, completing)
    return None if left == join_all(()) else Wanted(left, Tag(kind, text, origin), need)
