"""A plan as a document for people."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Subscription
from skillpath.catalog.values import Money
from skillpath.planner.answer import Answer, Step, Totals
from skillpath.planner.facts import Fact, facts_of, oldest, weakest
from skillpath.planner.purchase import Purchase
from skillpath.planner.request import CredentialTarget, CreditTarget, ProgrammeTarget, RoleTarget, SkillTarget
from skillpath.reports.completed import completed_row
from skillpath.reports.degree import degree_blocks
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Pairs, Table
from skillpath.reports.envelope import decimal, hours
from skillpath.reports.plan_funding import funding_blocks, funding_cell, price_now, total_lines
from skillpath.reports.words import credit_text, money_text, provider_name

SHOWN_SOURCES = 12


def plan_document(answer: Answer, catalog: Catalog) -> Document:
    """What a learner reads."""
    if answer.totals is None:
        return tuple(_no_plan(answer))
    facts = facts_of(answer, catalog)
    blocks: list[Block] = [Heading(headline(answer, catalog)), *_readiness(answer)]
    if answer.steps or answer.completed_after is not None:
        blocks.append(_steps(answer, catalog))
    for placed in answer.programmes:
        blocks += degree_blocks(placed, catalog, f"Where credit lands: {programme_name(placed.programme, catalog)}")
    if answer.there is not None:
        first, last = answer.there
        words = f"At the institution from {first} to {last}: enrol only once all credit from elsewhere is transferred"
        blocks.append(Line(words, "hint"))
    if answer.steps or answer.programmes:
        blocks += [_purchases(answer, catalog), _totals(answer.totals)]
    blocks += _others(answer, catalog)
    blocks += [
        *_proof(answer),
        *funding_blocks(answer, catalog),
        *_assumed(answer),
        *_unknown(answer),
        *_weakest(facts),
        *_sources(facts),
    ]
    return tuple(blocks)


def target_name(answer: Answer, catalog: Catalog) -> str:
    """What the plan leads to, in words."""
    match answer.request.target:
        case RoleTarget(role, established):
            return f"{role.name} ({'established' if established else 'entry level'})"
        case CredentialTarget(ids):
            return ", ".join(found.name if (found := catalog.get(Credential, id)) else id for id in ids)
        case SkillTarget():
            return ", ".join(f"{need.name} (level {need.level})" for need in answer.goal.skills)
        case CreditTarget(wanted, upper):
            return f"{wanted} credit hours" + (f", {upper} of them upper-division" if upper else "")
        case ProgrammeTarget(programmes):
            return " and ".join(programme_name(each, catalog) for each in programmes)


def headline(answer: Answer, catalog: Catalog) -> str:
    """The plan in a line."""
    name = target_name(answer, catalog)
    totals = answer.totals
    if totals is None or not (answer.steps or totals.steps or totals.cents):
        return f"{name}: nothing left to earn"
    least = "at least " if totals.at_least else ""
    steps = "1 step" if totals.steps == 1 else f"{totals.steps} steps"
    cost = Money.of_cents(totals.cents, totals.currency)
    return f"{name}: {steps}, {least}{money_text(cost)}, {least}{weeks_text(totals.weeks)}"


def programme_name(programme: Programme, catalog: Catalog) -> str:
    """A programme's name with its institution's."""
    return f"{programme.name}, {provider_name(programme.institution, catalog)}"


def _others(answer: Answer, catalog: Catalog) -> Iterator[Block]:
    """What the other programmes of a choice come to, and the price of the last of several."""
    if not answer.others:
        return
    target = answer.request.target
    columns = (Column("Instead"), Column("Cost", True), Column("Weeks", True))
    rows = []
    for other in answer.others:
        cost = "no plan" if other.totals is None else money_text(Money.of_cents(other.totals.cents, other.totals.currency))
        weeks = "" if other.totals is None else decimal(other.totals.weeks, 1)
        rows.append((target_name(other, catalog), cost, weeks))
    alone = isinstance(target, ProgrammeTarget) and len(target.programmes) > 1
    yield Table(columns, tuple(rows), "Each of them alone" if alone else "Other programmes")


def weeks_text(weeks: Fraction) -> str:
    """Weeks with one decimal."""
    return f"{decimal(weeks, 1)} weeks"


def _readiness(answer: Answer) -> Iterator[Block]:
    if answer.readiness is not None:
        before, after = answer.readiness
        missing = f"; still missing: {', '.join(answer.unmet)}" if answer.unmet else ""
        yield Line(f"Readiness {decimal(before, 1)} % now, {decimal(after, 1)} % after{missing}")


def _steps(answer: Answer, catalog: Catalog) -> Table:
    credit = any(step.credit for step in answer.steps)
    columns = (
        Column("#", True),
        Column("Earn"),
        Column("Why", detail=True),
        Column("Hours", True),
        Column("When"),
        Column("Pay"),
    )
    rows = []
    for number, step in enumerate(answer.steps, 1):
        row = (str(number), _what(step, catalog), _why(step, answer), _hours(step), _when(step), paid_with(step, answer, catalog))
        rows.append((*row, _credit(step)) if credit else row)
    if answer.completed_after is not None:
        row = completed_row(answer, catalog)
        rows.insert(answer.completed_after, (*row, "") if credit else row)
    return Table((*columns, Column("Credit", detail=True)) if credit else columns, tuple(rows))


def _what(step: Step, catalog: Catalog) -> str:
    record = step.credential
    by = provider_name(record.provider, catalog)
    place = provider_name(record.platform, catalog) if record.platform else by
    doubt = "".join(f", {word}" for word in _doubts(step, catalog))
    return f"{record.name}\n{record.id}, by {by if place == by else f'{by} on {place}'}{doubt}"


def _doubts(step: Step, catalog: Catalog) -> Iterator[str]:
    """Which of a step's figures rest on general knowledge: all of them, or its hours, or its price."""
    record, offer = step.credential, step.offer
    if record.confidence == "low":
        yield "unsure facts"
        return
    if record.effort is not None and record.effort.confidence == "low":
        yield "unsure hours"
    subscription = catalog.get(Subscription, offer.subscription) if offer.subscription else None
    own = record.offers[offer.place].confidence if offer.place >= 0 else None
    if "low" in (own, subscription.confidence if subscription else None):
        yield "unsure price"


def _why(step: Step, answer: Answer) -> str:
    reasons = list(step.serves)
    target = answer.request.target
    if isinstance(target, RoleTarget) and step.credential.id in target.role.recognises:
        reasons.append("recognised by employers")
    if step.enables:
        reasons.append("needed for " + ", ".join(step.enables))
    if step.unknown:
        reasons.append(" and ".join(step.unknown) + " unknown, counted as zero")
    return ", ".join(reasons) or "asked for"


def _hours(step: Step) -> str:
    early, typical, late = step.minutes
    return hours(typical) if early == late else f"{hours(typical)}\n({hours(early)}-{hours(late)})"


def _when(step: Step) -> str:
    return f"{step.start} to\n{step.finish}"


def paid_with(step: Step, answer: Answer, catalog: Catalog) -> str:
    """Which offer pays for a step."""
    offer = step.offer
    subscription = catalog.get(Subscription, offer.subscription) if offer.subscription else None
    own = price_now(offer.fixed, step.funding, answer.currency)
    if subscription is None or any(each.opens for each in step.funding):
        name = step.credential.offers[offer.place].name if offer.place >= 0 else ""
        return f"{own}: {name}" if name else own
    if not offer.shared:
        return f"{own}: {offer.periods} x {subscription.name}"
    return subscription.name if not offer.fixed else f"{own} and {subscription.name}"


def _credit(step: Step) -> str:
    return "\n".join(credit_text(found) for found in step.credit)


def _purchases(answer: Answer, catalog: Catalog) -> Table:
    bought = [purchase for purchase in answer.purchases if purchase.cents or purchase.funding]
    rows = tuple(_purchase(purchase, answer, catalog) for purchase in bought)
    if any(purchase.funding for purchase in bought):
        names = (Column("What you pay"), Column("For"), Column("Price", True), Column("Funding"), Column("You pay", True))
        return Table(names, tuple((*row, *_lowered(each, answer)) for row, each in zip(rows, bought, strict=True)))
    if not rows:
        rows = (("nothing", "every step is free", "free"),)
    return Table((Column("What you pay"), Column("For"), Column("Amount", True)), rows)


def _lowered(purchase: Purchase, answer: Answer) -> tuple[str, str]:
    net = money_text(Money.of_cents(purchase.net, answer.currency))
    return funding_cell(purchase.funding, answer.currency), net


def _purchase(purchase: Purchase, answer: Answer, catalog: Catalog) -> tuple[str, str, str]:
    amount = money_text(Money.of_cents(purchase.cents, answer.currency))
    if purchase.kind in ("tuition", "fee", "waiver", "charge"):
        programme = catalog.get(Programme, purchase.id)
        return f"{purchase.kind}: {purchase.name}", programme.name if programme else purchase.id, amount
    names = [found.name if (found := catalog.get(Credential, id)) else id for id in purchase.credentials]
    months = "1 month" if purchase.months == 1 else f"{purchase.months} months"
    if purchase.kind == "subscription":
        return f"{purchase.name}, {months}", ", ".join(names), amount
    record = catalog.get(Credential, purchase.id)
    kind = record.kind if record else "fee"
    what = f"{kind}, {purchase.name}" if purchase.name else kind
    return what, ", ".join(names), amount


def _totals(totals: Totals) -> Pairs:
    early, typical, late = totals.finish
    least = "at least " if totals.at_least else ""
    items = [
        *total_lines(totals),
        ("Cost", least + _cost(totals)),
        ("Study", f"{least}{hours(totals.minutes)} hours, {weeks_text(totals.weeks)}"),
        ("Finish", f"{typical} (between {early} and {late})" if early != late else str(typical)),
    ]
    if totals.credit_hours:
        items.append(("Credit", f"{decimal(totals.credit_hours, 1)} semester hours recommended"))
    return Pairs(tuple(items), "Totals")


def _cost(totals: Totals) -> str:
    cost = money_text(Money.of_cents(totals.cents, totals.currency))
    if totals.least_cents == totals.cents:
        return cost
    least = money_text(Money.of_cents(totals.least_cents, totals.currency))
    return f"{cost} (from {least}: some prices are ranges, counted at the top)"


def _proof(answer: Answer) -> Iterator[Block]:
    words = {"cost": "cheaper", "time": "shorter", "steps": "with fewer steps"}
    order = [words[stage.objective] for stage in answer.stages]
    if answer.status == "feasible":
        yield Line(f"Not proved best: stopped at the time limit; no stack {_bound(answer)}", "warn")
    elif answer.steps:
        others = " or ".join(order[1:])
        of = f"{answer.considered} credentials"
        if answer.weighed:
            of += " and 1 programme" if answer.weighed == 1 else f" and {answer.weighed} programmes"
        yield Line(f"Proved: of {of} that matter here no stack is {order[0]}; among equals none is {others}.", "good")


def _bound(answer: Answer) -> str:
    stage = answer.stages[-1]
    if stage.objective == "cost":
        return f"can cost less than {money_text(Money.of_cents(stage.bound, answer.currency))}"
    return f"can have fewer than {stage.bound} {'study minutes' if stage.objective == 'time' else 'steps'}"


def _assumed(answer: Answer) -> Iterator[Block]:
    if answer.assumed:
        yield Bullets("Assumed", answer.assumed)


def _unknown(answer: Answer) -> Iterator[Block]:
    if answer.unknown:
        items = tuple(f"{item.credential.name} ({' and '.join(item.missing)} unknown)" for item in answer.unknown)
        yield Bullets("Could change the plan, if their figures were known (`--allow-unknown` counts them at zero)", items)


def _weakest(facts: list[Fact]) -> Iterator[Block]:
    least, old = weakest(facts), oldest(facts)
    if least is not None:
        yield Line(
            f"Weakest fact: {least.text}, confidence {least.confidence} ({least.where})",
            "warn" if least.confidence == "low" else "",
        )
    if old is not None:
        yield Line(f"Oldest fact: {old.text}, {old.date} ({old.where})")


def _sources(facts: list[Fact]) -> Iterator[Block]:
    sources = list({source.id: source for fact in facts for source in fact.sources}.values())
    if sources:
        shown = [f"{source.url or source.id}{f' ({source.date})' if source.date else ''}" for source in sources[:SHOWN_SOURCES]]
        if len(sources) > SHOWN_SOURCES:
            shown.append(f"and {len(sources) - SHOWN_SOURCES} more; `--format json` has them all")
        yield Bullets("Sources", tuple(shown))


def _no_plan(answer: Answer) -> Iterator[Block]:
    if answer.status == "unknown":
        yield Line("Stopped at the time limit before any stack was found; raise `--time-limit`", "warn")
        return
    limited = any(tag.kind == "limit" for tag in answer.reasons)
    yield Line("No plan within these limits" if limited else "No plan: nothing in the catalogue makes this possible", "bad")
    if answer.readiness is not None:
        yield Line(f"Readiness {decimal(answer.readiness[0], 1)} % now")
    clash = limited or isinstance(answer.request.target, ProgrammeTarget)
    title = "Because these cannot all be met" if clash else "Because nothing leads to"
    if answer.reasons:
        yield Bullets(title, tuple(_reason(tag.text, str(tag.origin) if tag.origin.file else "") for tag in answer.reasons))
    if limited:
        yield Line("Relax or drop one of the limits named above to get a plan", "hint")
    if answer.openings:
        yield Bullets("What would open the way", answer.openings, "hint")
    elif any(tag.kind == "licence" for tag in answer.reasons):
        yield Line(
            "This job is regulated: the way to its licence is not in the catalogue, and no stack of certificates replaces it",
            "hint",
        )
    yield from _unknown(answer)
    yield from _assumed(answer)


def _reason(text: str, where: str) -> str:
    return f"{text} ({where})" if where else text
