"""A plan as data: the same answer as the document, for JSON, CSV and lists of ids."""

from __future__ import annotations

from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Recommendation
from skillpath.model import Stage
from skillpath.planner.answer import Answer, Step
from skillpath.planner.facts import Fact, facts_of, oldest, weakest
from skillpath.planner.purchase import Purchase
from skillpath.planner.request import CredentialTarget, CreditTarget, ProgrammeTarget, RoleTarget, SkillTarget
from skillpath.reports.degree import degree_data
from skillpath.reports.envelope import decimal, hours, money, source_data
from skillpath.reports.plan import paid_with, target_name
from skillpath.reports.plan_funding import funded_data, told_data
from skillpath.reports.words import provider_name


def plan_data(answer: Answer, catalog: Catalog) -> dict[str, Any]:
    """The `data` of schema ``plan/1``."""
    facts = facts_of(answer, catalog)
    return {
        "status": answer.status,
        "target": _target(answer, catalog),
        "as_of": answer.as_of.isoformat(),
        "start": answer.start.isoformat(),
        "objective": list(answer.request.order),
        "steps": [_step(number, step, answer, catalog) for number, step in enumerate(answer.steps, 1)],
        "purchases": [_purchase(purchase, answer) for purchase in answer.purchases],
        "totals": _totals(answer),
        "there": None if answer.there is None else {"start": str(answer.there[0]), "finish": str(answer.there[1])},
        "completed_after": answer.completed_after,
        "programmes_weighed": answer.weighed,
        "programmes": [degree_data(placed, answer.currency) for placed in answer.programmes],
        "others": [_other(other, catalog) for other in answer.others],
        "could_ask": [told_data(each, catalog) for each in answer.told],
        "readiness": _readiness(answer),
        "unmet": list(answer.unmet),
        "proof": [_stage(stage, answer) for stage in answer.stages],
        "considered": answer.considered,
        "dominated": answer.dominated,
        "reasons": [{"kind": tag.kind, "text": tag.text, "where": _where(tag.origin)} for tag in answer.reasons],
        "openings": list(answer.openings),
        "assumed": list(answer.assumed),
        "unknown": [
            {"id": item.credential.id, "name": item.credential.name, "missing": list(item.missing)} for item in answer.unknown
        ],
        "left_out": list(answer.left_out),
        "weakest_fact": _fact(weakest(facts)),
        "oldest_fact": _fact(oldest(facts)),
        "facts": [_fact(fact) for fact in facts],
    }


def _other(other: Answer, catalog: Catalog) -> dict[str, Any]:
    """What another programme of a choice, or one of several alone, comes to."""
    return {"target": _target(other, catalog), "status": other.status, "totals": _totals(other)}


def _target(answer: Answer, catalog: Catalog) -> dict[str, Any]:
    target = answer.request.target
    data: dict[str, Any] = {"kind": target.kind, "name": target_name(answer, catalog)}
    match target:
        case RoleTarget(role, established, skills_only):
            data |= {"id": role.id, "established": established, "skills_only": skills_only}
        case CredentialTarget(ids):
            data["ids"] = list(ids)
        case SkillTarget(skills):
            data["skills"] = [{"skill": skill, "level": level} for skill, level in skills]
        case CreditTarget(wanted, upper):
            data |= {"hours": str(wanted), "upper": str(upper)}
        case ProgrammeTarget(programmes, any_of):
            data |= {"ids": [each.id for each in programmes], "any_of": any_of}
    return data


def _step(number: int, step: Step, answer: Answer, catalog: Catalog) -> dict[str, Any]:
    record = step.credential
    early, typical, late = step.minutes
    return {
        "order": number,
        "id": record.id,
        "name": record.name,
        "kind": record.kind,
        "provider": record.provider,
        "provider_name": provider_name(record.provider, catalog),
        "platform": record.platform,
        "serves": list(step.serves),
        "enables": list(step.enables),
        "hours": {"early": hours(early), "typical": hours(typical), "late": hours(late)},
        "minutes": typical,
        "start": step.start.isoformat(),
        "finish": step.finish.isoformat(),
        "offer": {
            "index": step.offer.place if step.offer.place >= 0 else None,
            "subscription": step.offer.subscription,
            "price": money(step.offer.fixed, answer.currency),
            "text": paid_with(step, answer, catalog),
            "funding": [funded_data(each, answer.currency) for each in step.funding],
        },
        "unknown": list(step.unknown),
        "overlaps": list(step.overlaps),
        "credit": [credit_data(found) for found in step.credit],
        "confidence": record.confidence,
        "sources": list(record.sources),
        "url": record.url,
        "where": _where(record.origin),
    }


def credit_data(found: Recommendation) -> dict[str, Any]:
    """A credit recommendation as data."""
    return {
        "id": found.id,
        "body": found.body,
        "number": found.number,
        "hours": None if found.hours is None else f"{found.hours:g}",
        "unit": found.unit,
        "level": found.level,
        "subject": found.subject,
        "course": found.course,
        "start": found.start,
        "end": found.end,
        "confidence": found.confidence,
    }


def _purchase(purchase: Purchase, answer: Answer) -> dict[str, Any]:
    return {
        "kind": purchase.kind,
        "id": purchase.id,
        "name": purchase.name or None,
        "credentials": list(purchase.credentials),
        "periods": purchase.periods or None,
        "months": purchase.months or None,
        "joining_fee": money(purchase.joining, answer.currency) if purchase.joining else None,
        "price": money(purchase.cents, answer.currency),
        "funding": [funded_data(each, answer.currency) for each in purchase.funding],
        "total": money(purchase.net, answer.currency),
    }


def _totals(answer: Answer) -> dict[str, Any] | None:
    totals = answer.totals
    if totals is None:
        return None
    early, typical, late = totals.finish
    return {
        "cost": money(totals.cents, totals.currency),
        "cost_from": money(totals.least_cents, totals.currency),
        "price": money(totals.cents + totals.funded + totals.paid_back, totals.currency),
        "funded": money(totals.funded, totals.currency),
        "paid_back": money(totals.paid_back, totals.currency),
        "paid_first": money(totals.cents + totals.paid_back, totals.currency),
        "hours": hours(totals.minutes),
        "minutes": totals.minutes,
        "weeks": decimal(totals.weeks, 2),
        "steps": totals.steps,
        "finish": {"early": early.isoformat(), "typical": typical.isoformat(), "late": late.isoformat()},
        "credit_hours": decimal(totals.credit_hours, 2),
        "at_least": totals.at_least,
    }


def _readiness(answer: Answer) -> dict[str, str] | None:
    if answer.readiness is None:
        return None
    before, after = answer.readiness
    return {"before": decimal(before, 1), "after": decimal(after, 1)}


def _stage(stage: Stage, answer: Answer) -> dict[str, Any]:
    def amount(value: int) -> Any:
        return money(value, answer.currency) if stage.objective == "cost" else value

    unit = {"cost": "money", "time": "study minutes at the pace", "steps": "steps"}[stage.objective]
    return {
        "objective": stage.objective,
        "unit": unit,
        "value": amount(stage.value),
        "bound": amount(stage.bound),
        "proven": stage.proven,
    }


def _fact(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    sources = [source_data(source) for source in fact.sources]
    return {"text": fact.text, "confidence": fact.confidence, "date": fact.date or None, "where": fact.where, "sources": sources}


def _where(origin: Any) -> str | None:
    return str(origin) if origin.file else None


PLAN_COLUMNS = (
    "order",
    "id",
    "name",
    "kind",
    "provider",
    "hours",
    "start",
    "finish",
    "price",
    "currency",
    "pays",
    "serves",
    "confidence",
    "funding",
    "funded_by",
)


def plan_rows(answer: Answer, catalog: Catalog) -> list[dict[str, str]]:
    """One row per step, for CSV."""
    rows = []
    for number, step in enumerate(answer.steps, 1):
        record = step.credential
        price = money(step.offer.fixed, answer.currency)
        values = (number, record.id, record.name, record.kind, record.provider, hours(step.minutes[1]), step.start, step.finish)
        last = (price["amount"], price["currency"], paid_with(step, answer, catalog), "; ".join(step.serves), record.confidence)
        taken = money(sum(each.cents for each in step.funding), answer.currency)["amount"]
        funded = (taken, "; ".join(each.record.id for each in step.funding))
        rows.append(dict(zip(PLAN_COLUMNS, map(str, (*values, *last, *funded)), strict=True)))
    return rows
