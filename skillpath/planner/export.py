"""The relevant part of a question as a typed NetworkX graph: credentials, skills, the role and common courses, for drawing.

Every node has the attributes `NODE`, every edge those of `EDGE`; what does not apply, or nobody knows, is None.
Nodes and edges are sorted by id.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import networkx as nx

from skillpath.catalog.figures import taught_levels
from skillpath.catalog.records import Course, Skill
from skillpath.catalog.requirements import AllOf, AtLeastOf, Atom, Expression, HasCredential, HasDegree, KnowsSkill
from skillpath.catalog.values import LEVELS
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.goal import Goal, make_goal
from skillpath.planner.relevant import relevant_part
from skillpath.planner.request import CredentialTarget, Request, RoleTarget

MOST_FOLLOWED = 2_000
"""Credentials from which on no more prerequisites are followed in a large catalogue, where all lead to all."""
NODE = ("type", "name", "kind", "level", "hours", "target", "held", "dominated_by")
EDGE = ("type", "level", "importance", "hours", "way")


def typed_graph(source: Candidates, request: Request, with_dominated: bool = False) -> nx.DiGraph[str]:
    """What leads to a target, and how.

    Edges: `teaches` credential -> skill, `broader` skill -> skill, `requires` credential or skill -> credential that needs it
    (`way` is ``all`` where nothing else will do, ``any`` for one of several), `recognises` credential -> role, `asks`
    skill -> role, `counts_as` credential -> common course. The graph's `dominated` counts the credentials that a better one
    replaces (they are drawn only `with_dominated`), `unknown` those left out for a price or length that nobody could find, and
    `postponed` those drawn without what they require, since the graph would be too large.
    """
    goal = make_goal(request.target, source.catalog, source.learner)
    relevant = relevant_part(goal, source, request, MOST_FOLLOWED)
    shown = dict(relevant.candidates)
    if with_dominated:
        shown.update((id, found) for id in relevant.dominated if (found := source.get(id)) is not None)
    builder = _Builder(source, goal, request, shown, relevant.dominated)
    graph = builder.build()
    counts = {"dominated": len(relevant.dominated), "unknown": len(source.left_out()), "postponed": len(relevant.postponed)}
    graph.graph.update(counts)
    return graph


def hours_of(candidate: Candidate) -> str | None:
    """Typical hours of study, at most two decimals; None where nobody knows."""
    return None if "hours" in candidate.unknown else f"{candidate.minutes / 60:.2f}".rstrip("0").rstrip(".")


class _Builder:
    """Collects nodes and edges, then makes the graph in a fixed order."""

    def __init__(
        self, source: Candidates, goal: Goal, request: Request, shown: dict[str, Candidate], dominated: dict[str, str]
    ) -> None:
        self.source = source
        self.catalog = source.catalog
        self.goal = goal
        self.target = request.target
        self.shown = shown
        self.dominated = dominated
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: dict[tuple[str, str], dict[str, Any]] = {}

    def build(self) -> nx.DiGraph[str]:
        for candidate in self.shown.values():
            self._credential(candidate)
        self._asked_skills()
        if isinstance(self.target, RoleTarget):
            self._role(self.target)
        for candidate in self.shown.values():
            self._requires(candidate)
        matter = {id.removeprefix("skill:") for id in self.nodes if id.startswith("skill:")}
        for candidate in self.shown.values():
            self._teaches(candidate, matter)
            self._counts_as(candidate)
        return self._graph()

    def _graph(self) -> nx.DiGraph[str]:
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(sorted(self.nodes.items()))
        graph.add_edges_from((start, end, data) for (start, end), data in sorted(self.edges.items()))
        return graph

    def _node(self, id: str, **data: Any) -> str:
        if id not in self.nodes:
            self.nodes[id] = {name: data.get(name) for name in NODE} | {"target": bool(data.get("target"))}
        return id

    def _edge(self, start: str, end: str, **data: Any) -> None:
        self.edges.setdefault((start, end), {name: data.get(name) for name in EDGE})

    def _credential(self, candidate: Candidate) -> None:
        record = candidate.record
        self._node(
            f"credential:{candidate.id}",
            type="credential",
            name=record.name,
            kind=record.kind,
            level=record.teaches_level or LEVELS[record.level],
            hours=hours_of(candidate),
            target=isinstance(self.target, CredentialTarget) and candidate.id in self.target.ids,
            dominated_by=self.dominated.get(candidate.id),
        )

    def _skill(self, id: str, level: int | None = None, target: bool = False) -> str:
        record = self.catalog.get(Skill, id)
        name = record.name if record else id
        held = self.source.learner.level(id) >= (level or 1)
        return self._node(f"skill:{id}", type="skill", name=name, level=level, target=target, held=held)

    def _asked_skills(self) -> None:
        for need in self.goal.skills:
            self._skill(need.skill, need.level, target=not isinstance(self.target, RoleTarget))

    def _role(self, target: RoleTarget) -> None:
        role = target.role
        kind = "established" if target.established else "entry level"
        node = self._node(f"role:{role.id}", type="role", name=role.name, kind=kind, target=True)
        for need in self.goal.skills:
            importance = f"{float(need.importance):g}"
            self._edge(f"skill:{need.skill}", node, type="asks", level=need.level, importance=importance)
        for id in role.recognises:
            if id in self.shown:
                self._edge(f"credential:{id}", node, type="recognises")

    def _requires(self, candidate: Candidate) -> None:
        node = f"credential:{candidate.id}"
        for atom, way in sorted(_ways(candidate.needs), key=lambda pair: pair[1]):
            match atom:
                case HasCredential(id) if id in self.shown:
                    self._edge(f"credential:{id}", node, type="requires", way=way)
                case KnowsSkill(skill, level):
                    self._edge(self._skill(skill), node, type="requires", way=way, level=level)
                case HasDegree():
                    for id in self.source.suppliers(atom):
                        if id in self.shown:
                            self._edge(f"credential:{id}", node, type="requires", way="any")

    def _teaches(self, candidate: Candidate, matter: set[str]) -> None:
        """Edges to what a credential teaches, where that, or a skill that it is a kind of, matters."""
        for skill, level in taught_levels(candidate.record, candidate.record.teaches):
            chain = list(self._chain(skill))
            last = max((index for index, each in enumerate(chain) if each in matter), default=None)
            if last is not None:
                self._edge(f"credential:{candidate.id}", self._skill(skill), type="teaches", level=level)
                for narrow, broad in pairwise(chain[: last + 1]):
                    self._edge(self._skill(narrow), self._skill(broad), type="broader")

    def _chain(self, skill: str) -> Iterator[str]:
        """The skill and what it is a kind of, nearest first."""
        seen: set[str] = set()
        step: str | None = skill
        while step is not None and step not in seen:
            seen.add(step)
            yield step
            record = self.catalog.get(Skill, step)
            step = record.broader if record else None

    def _counts_as(self, candidate: Candidate) -> None:
        found = self.catalog.recommendations(candidate.id)
        for recommendation in sorted(found, key=lambda each: -(each.hours or 0)):
            hours = f"{recommendation.hours:g}" if recommendation.hours is not None else None
            for id in filter(None, (recommendation.course, *recommendation.covers)):
                self._edge(f"credential:{candidate.id}", self._course(id), type="counts_as", hours=hours)

    def _course(self, id: str) -> str:
        record = self.catalog.get(Course, id)
        if record is None:
            return self._node(f"course:{id}", type="course", name=id)
        hours = f"{record.hours:g}" if record.hours is not None else None
        return self._node(f"course:{id}", type="course", name=record.name, kind=record.level, hours=hours)


def _ways(need: Expression, way: str = "all") -> Iterator[tuple[Atom, str]]:
    """Every leaf of an expression, and whether it is needed or one of several ways."""
    match need:
        case AllOf(parts):
            for part in parts:
                yield from _ways(part, way)
        case AtLeastOf(_, parts):
            for part in parts:
                yield from _ways(part, "any")
        case _:
            yield need, way
