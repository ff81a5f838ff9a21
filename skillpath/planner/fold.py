"""Folds credits that a programme cannot tell apart: how many of them land in a requirement is decided, not which.

Credits are alike when the same rows see them, requirement by requirement, with the same coefficients. In place of one pair of
variables for each of them and each requirement the folded model has one pair for all of them: how many land there (`A`), and
what counts there (`P`). What is about a credit wherever it lands (it is earned, its course counts once) is said of one variable:
it is used (`U`). Any placement of these numbers among the used credits is a solution of the model itself, so that nothing is
lost or won (orbital shrinking, Fischetti and Liberti 2012, here exact).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from skillpath.model import Model, Row, Terms, merged

Pair = tuple[int, int]
"""Of a credit in a requirement: the variable that places it, and the one that counts it."""
Bounds = tuple[int | None, int | None]


@dataclass
class _Seen:
    """A credit as rows see it: by place of the requirement and kind (0 placed, 1 counted) in rows, and in rows of its own."""

    pairs: tuple[Pair, ...]
    whole: dict[int, int] = field(default_factory=dict)
    spare: list[int] = field(default_factory=list)
    own: dict[int, tuple[object, ...]] = field(default_factory=dict)
    shared: set[tuple[int, int, int, int]] = field(default_factory=set)
    odd: bool = False


@dataclass
class _Class:
    """Credits alike: their variables, whether each is used, how many land and what counts in each requirement."""

    members: list[tuple[Pair, ...]]
    used: list[int]
    pairs: list[Pair]


class Fold:
    """A model with credits alike folded. Variables that it keeps have the same numbers; `unfold` gives values of all."""

    def __init__(self, whole: Model, credits: Iterable[tuple[Pair, ...]]) -> None:
        self.whole = whole
        self.model = Model()
        self.classes: list[_Class] = []
        self.new: dict[int, int] = {}
        seen = _see(whole, credits)
        groups = _groups(seen, _untouchable(whole))
        if not groups:
            self.model = whole
            return
        self.model.variables = list(whole.variables)
        self.model.objectives = whole.objectives
        for group in groups:
            self._fold(group)
        self._rows({each.pairs: each for each in seen})

    def terms(self, terms: Iterable[tuple[int, int]]) -> Terms:
        """An objective that sees only which requirement a credit lands in, in the variables of the folded model."""
        return tuple(self._renamed(terms).items())

    def _renamed(self, terms: Iterable[tuple[int, int]]) -> dict[int, int]:
        return {self.new.get(variable, variable): coefficient for variable, coefficient in terms}

    def _fold(self, group: list[_Seen]) -> None:
        first, size = group[0].pairs, len(group)
        model = self.model
        number = len(self.classes)
        used = [model.variable(f"U:{number}:{place}") for place in range(size)]
        pairs = []
        for place, (_, counted) in enumerate(first):
            most = model.variables[counted].upper
            pairs.append((model.variable(f"A:{number}:{place}", size), model.variable(f"P:{number}:{place}", most * size)))
        model.row([*((variable, -1) for variable in used), *((landed, 1) for landed, _ in pairs)], lower=0, upper=0)
        for each in group:
            for old, new in zip(each.pairs, pairs, strict=True):
                self.new.update(zip(old, new, strict=True))
                for variable in old:
                    model.variables[variable] = model.variables[variable]._replace(upper=0)
        self.classes.append(_Class([each.pairs for each in group], used, pairs))

    def _rows(self, seen: Mapping[tuple[Pair, ...], _Seen]) -> None:
        """The rows of the whole model, in the variables of the folded one."""
        dropped: set[int] = set()
        uses: dict[int, list[tuple[int, int]]] = {}
        replaced: set[tuple[int, int]] = set()
        for each in self.classes:
            for place, (pairs, used) in enumerate(zip(each.members, each.used, strict=True)):
                member = seen[pairs]
                dropped.update(member.spare, member.own if place else ())
                replaced.update((row, placed) for row in member.whole for placed, _ in pairs)
                for row, coefficient in member.whole.items():
                    uses.setdefault(row, []).append((used, coefficient))
        for number, (terms, lower, upper, tag) in enumerate(self.whole.rows):
            if number not in dropped:
                kept = self._renamed(term for term in terms if (number, term[0]) not in replaced)
                self.model.rows.append(Row(merged([*kept.items(), *uses.get(number, ())]), lower, upper, tag))

    def unfold(self, values: list[int]) -> list[int]:
        """Values of all variables of the whole model: the used credits of a class fill its requirements one after another."""
        found = values[: len(self.whole.variables)]
        for each in self.classes:
            left = [pairs for pairs, used in zip(each.members, each.used, strict=True) if values[used]]
            for place, (landed, counted) in enumerate(each.pairs):
                here, left = left[: values[landed]], left[values[landed] :]
                _pour([pairs[place] for pairs in here], values[counted], self.whole, found)
        if self.classes and not all(row.holds(found) for row in self.whole.rows):
            raise RuntimeError("credits that were taken for alike are not")
        return found


def _pour(pairs: list[Pair], amount: int, model: Model, values: list[int]) -> None:
    """Place credits in one requirement and share out what counts, each whole as long as some is left for the others."""
    least = 1 if amount >= len(pairs) else 0
    for left, (placed, counted) in zip(range(len(pairs) - 1, -1, -1), pairs, strict=True):
        values[placed] = 1
        values[counted] = min(model.variables[counted].upper, amount - least * left)
        amount -= values[counted]


def _untouchable(model: Model) -> set[int]:
    """Variables that objectives see."""
    return {variable for terms in model.objectives.values() for variable, _ in terms}


def _groups(seen: list[_Seen], untouchable: set[int]) -> list[list[_Seen]]:
    """Credits alike, where there is more than one."""
    found: dict[object, list[_Seen]] = {}
    for each in seen:
        if not each.odd and untouchable.isdisjoint(variable for pair in each.pairs for variable in pair):
            found.setdefault((frozenset(each.shared), tuple(sorted(each.own.values(), key=repr))), []).append(each)
    return [group for group in found.values() if len(group) > 1]


def _see(model: Model, credits: Iterable[tuple[Pair, ...]]) -> list[_Seen]:
    seen = [_Seen(pairs) for pairs in credits]
    owner = {
        v: (who, place, kind)
        for who, each in enumerate(seen)
        for place, pair in enumerate(each.pairs)
        for kind, v in enumerate(pair)
    }
    partial: list[dict[object, dict[int, int]]] = [{} for _ in seen]
    for number, row in enumerate(model.rows):
        mine: dict[int, list[tuple[int, int, int]]] = {}
        for variable, coefficient in row.terms:
            if variable in owner:
                who, place, kind = owner[variable]
                mine.setdefault(who, []).append((place, kind, coefficient))
        for who, terms in mine.items():
            _note(seen[who], number, row, terms, partial[who])
    for each, parts in zip(seen, partial, strict=True):
        for places in parts.values():
            _note_parts(each, places)
    return seen


def _note(seen: _Seen, number: int, row: Row, terms: list[tuple[int, int, int]], parts: dict[object, dict[int, int]]) -> None:
    """What one row is to a credit."""
    coefficients = {coefficient for _, _, coefficient in terms}
    if len(terms) == len(row.terms) and len({place for place, _, _ in terms}) == 1 and len(terms) > 1:
        seen.own[number] = (*sorted(terms), row.lower, row.upper)
        seen.odd |= (row.lower or 0) != 0 or (row.upper or 0) != 0
    elif all(kind == 0 for _, kind, _ in terms) and len(terms) == len(seen.pairs) and len(coefficients) == 1:
        seen.whole[number] = terms[0][2]
    elif len(terms) == 1 and terms[0][1] == 0:
        rest = tuple(term for term in row.terms if term[0] != seen.pairs[terms[0][0]][0])
        parts.setdefault((terms[0][2], rest, row.lower, row.upper), {})[terms[0][0]] = number
        seen.shared.add((number, *terms[0]))
    else:
        seen.shared.update((number, *term) for term in terms)


def _note_parts(seen: _Seen, places: dict[int, int]) -> None:
    """Rows that say the same of a credit in each requirement are one row about its use."""
    if len(places) < len(seen.pairs):
        return
    numbers = set(places.values())
    coefficient = next(coefficient for row, _, _, coefficient in seen.shared if row in numbers)
    seen.shared = {each for each in seen.shared if each[0] not in numbers}
    first, *spare = sorted(numbers)
    seen.whole[first] = coefficient
    seen.spare.extend(spare)
