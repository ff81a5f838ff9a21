"""One body per credential: what several bodies recommend for one certificate does not add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from skillpath.credits.credit import Credit
from skillpath.credits.distinct import another_counts, best_body, best_sum


def one_body(credits: Iterable[Credit]) -> list[Credit]:
    """Refuse the recommendations of all bodies but the one whose recommendations for a credential are worth most."""
    credits = list(credits)
    entries: dict[tuple[str, str], dict[str, tuple[int, str | None]]] = {}
    for credit in credits:
        if credit.body is not None and credit.needs is not None and not credit.why_not:
            found = entries.setdefault((credit.needs, credit.body), {})
            hours, _ = found.get(credit.award or credit.id, (0, None))
            found[credit.award or credit.id] = hours + credit.hours, credit.choice
    worth: dict[str, dict[str, int]] = {}
    for (id, body), found in entries.items():
        worth.setdefault(id, {})[body] = best_sum(found.values())
    kept = {id: best_body(bodies) for id, bodies in worth.items()}
    return [_judged(credit, kept.get(credit.needs or "")) for credit in credits]


def _judged(credit: Credit, kept: str | None) -> Credit:
    if credit.body is None or credit.why_not or kept is None or credit.body == kept:
        return credit
    return replace(credit, why_not=another_counts(kept))


def is_alternative(credit: Credit) -> bool:
    """Whether a credit never was hours of its own: another body's word counts, or a score does not reach it."""
    return credit.why_not.startswith(("only one body's", "needs a score"))
