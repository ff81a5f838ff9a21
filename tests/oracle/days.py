"""Orders in which a set can be earned so that each is finished before it retires, and before the offer that pays for it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.oracle.world import Case, Offer


def in_time(case: Case, stack: frozenset[str], last: Mapping[str, str]) -> list[str] | None:
    """An order in which a set can be earned, each finished by its last day; None where there is none."""
    tried: set[frozenset[str]] = set()

    def rest(done: frozenset[str]) -> list[str] | None:
        if done == stack:
            return []
        if done not in tried:
            tried.add(done)
            known = case.known(done)
            for id in sorted(stack - done):
                is_ready = case.all_met(case.credentials[id].get("requires") or (), known)
                if is_ready and case.day_after(done | {id}) <= last[id] and (more := rest(done | {id})) is not None:
                    return [id, *more]
        return None

    return rest(frozenset())


def last_days(case: Case, choice: Mapping[str, Offer | None]) -> dict[str, str]:
    """The last days on which credentials can be finished that are paid for by these offers."""
    return {id: min(case.retires(id), offer.last if offer else "9999") for id, offer in choice.items()}


def ends(case: Case, id: str) -> Iterable[str]:
    """The last days of the offers of a credential, and a year that never comes."""
    return ("9999", *(offer.last for offer in case.offers[id].values()))


def is_in_time(case: Case, choice: Mapping[str, Offer | None], days: Mapping[str, str] | None) -> bool:
    """Whether what is paid for is finished by the ends of its offers: on some days, or in some order."""
    ends = {id: offer.last for id, offer in choice.items() if offer is not None}
    if days is not None:
        return all(days[id] <= last for id, last in ends.items())
    if all(last == "9999" for last in ends.values()):
        return True
    return in_time(case, frozenset(choice), last_days(case, choice)) is not None
