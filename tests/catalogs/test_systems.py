"""Systems of credentials that must work as shipped catalogues and in a plan, each with a test of its own."""

from __future__ import annotations

from functools import cache
from math import ceil
from pathlib import Path

import pytest

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.check import check
from skillpath.catalog.figures import typical_minutes
from skillpath.catalog.load import Layer, load, shipped_layer
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Role, Subscription
from tests.catalogs.shipped import catalog, cents, credential, include, steps
from tests.helpers import plan_for

COURSERA = {"coursera-monthly", "coursera-plus-monthly", "coursera-plus-annual"}
ISSUERS = {
    "google": ("google-data-analytics", "data analyst"),
    "ibm": ("ibm-data-science", "data scientist"),
    "meta": ("meta-front-end-developer", "front-end developer"),
    "microsoft": ("microsoft-ux-design", "ux designer"),
    "salesforce": ("salesforce-sales-development-representative", "sales development representative"),
    "sap": ("sap-technology-consultant", "sap consultant"),
    "intuit": ("intuit-bookkeeping", "bookkeeper"),
}
MONTH = 10 * 52 / 12 * 60
"""Minutes studied in a month at the default pace of ten hours a week."""


def price(id: str) -> int:
    subscription = catalog().get(Subscription, id)
    assert subscription is not None
    assert subscription.price is not None
    return round(100 * float(subscription.price.split()[0]))


# Coursera


@pytest.mark.parametrize("issuer", ISSUERS)
def test_every_coursera_certificate_of_an_issuer_is_paid_by_subscription(issuer: str) -> None:
    found = [
        record
        for record in catalog().all(Credential)
        if record.provider == issuer and record.platform == "coursera" and "Professional Certificate" in record.name
    ]
    assert ISSUERS[issuer][0] in {record.id for record in found}
    for record in found:
        assert {offer.subscription for offer in record.offers} == COURSERA, record.id
        assert record.teaches, record.id
    assert sum(typical_minutes(record.effort) is None for record in found) <= len(found) / 10


@pytest.mark.parametrize("issuer", ISSUERS)
def test_a_certificate_costs_the_cheapest_whole_periods_of_study(issuer: str) -> None:
    id, _ = ISSUERS[issuer]
    answer = plan_for(catalog(), id)
    months = ceil((typical_minutes(credential(id).effort) or 0) / MONTH)
    assert steps(answer) == [id]
    assert cents(answer) == min(
        months * price("coursera-monthly"),
        months * price("coursera-plus-monthly"),
        ceil(months / 12) * price("coursera-plus-annual"),
    )


@pytest.mark.parametrize("issuer", ISSUERS)
def test_a_certificate_leads_to_its_role(issuer: str) -> None:
    id, role = ISSUERS[issuer]
    answer = plan_for(catalog(), role, limits=include(id))
    assert answer.status == "optimal"
    step = next(step for step in answer.steps if step.credential.id == id)
    assert step.serves
    (target,) = catalog().named(Role, role)
    assert set(steps(answer)) & set(target.recognises)


def test_pwc_certificates_are_for_india_only() -> None:
    record = credential("pwc-gst-taxation-executive")
    assert record.countries == ("IN",)
    assert steps(plan_for(catalog(), record.id, "residence: IN")) == [record.id]
    assert plan_for(catalog(), record.id).status == "none"


def test_one_subscription_pays_for_several_certificates() -> None:
    pair = ["google-data-analytics", "google-business-intelligence", "google-advanced-data-analytics", "google-ux-design"]
    alone = sum(cents(plan_for(catalog(), id)) for id in pair)
    together = plan_for(catalog(), pair[0], limits=include(*pair[1:]))
    assert set(steps(together)) == set(pair)
    assert cents(together) < alone


# edX


def test_edx_gives_the_free_certificate_where_there_is_one() -> None:
    answer = plan_for(catalog(), "harvard-cs50p")
    assert (steps(answer), cents(answer)) == (["harvard-cs50p"], 0)
    assert [offer.price for offer in credential("harvard-cs50p").offers] == ["0 USD", "219 USD"]


@pytest.mark.parametrize("id", ["mitx-micromasters-supply-chain", "rit-cybersecurity-fundamentals", "mitx-6-00-1x"])
def test_edx_programmes_and_verified_courses_are_paid_once(id: str) -> None:
    record = credential(id)
    answer = plan_for(catalog(), id)
    most = max(float((offer.price_max or offer.price or "0").split()[0]) for offer in record.offers)
    assert record.platform == "edx"
    assert steps(answer) == [id]
    assert cents(answer) == round(100 * most)
    assert [(bought.kind, bought.periods) for bought in answer.purchases] == [("offer", 0)]


# Microsoft


@pytest.mark.parametrize(
    ("expert", "first"),
    [
        ("ms-az-305", {"ms-az-104"}),
        ("ms-az-400", {"ms-az-104"}),
        ("ms-sc-100", {"ms-sc-200", "ms-sc-300", "ms-sc-500"}),
    ],
)
def test_an_expert_certification_comes_after_an_associate_one(expert: str, first: set[str]) -> None:
    answer = plan_for(catalog(), expert)
    before, last = steps(answer)
    assert last == expert
    assert before in first
    assert cents(answer) == 2 * 16500


def test_a_valid_associate_certification_counts_and_a_lapsed_one_does_not() -> None:
    valid = "holdings: [{credential: ms-az-104, earned: '2026-06-01'}]"
    lapsed = "holdings: [{credential: ms-az-104, earned: '2024-06-01'}]"
    assert credential("ms-az-104").valid_months == 12
    assert steps(plan_for(catalog(), "ms-az-305", valid)) == ["ms-az-305"]
    assert steps(plan_for(catalog(), "ms-az-305", lapsed)) == ["ms-az-104", "ms-az-305"]


def test_a_retired_exam_is_known_to_its_holder_and_planned_for_nobody() -> None:
    retired = [record for record in catalog().all(Credential) if record.provider == "microsoft" and record.status == "retired"]
    assert len([record for record in retired if record.retired_on]) >= 12
    holder = "holdings: [{credential: ms-az-500, earned: '2026-06-01'}]"
    assert steps(plan_for(catalog(), "ms-sc-100", holder)) == ["ms-sc-100"]
    assert "ms-az-500" not in steps(plan_for(catalog(), "ms-sc-100"))
    for record in retired:
        assert record.replaced_by is None or credential(record.replaced_by).status == "active"


def test_an_exam_about_to_retire_is_not_planned_after_its_day() -> None:
    assert credential("ms-ms-102").retired_on == "2026-11-30"
    assert "ms-ms-102" in steps(plan_for(catalog(), "ms-ms-102", "start: '2026-05-04'"))
    soon = plan_for(catalog(), "ms-ms-102", "start: '2026-11-23'")
    assert soon.status == "none"
    assert any("retires on 2026-11-30, before it could be finished on 202" in words for words in soon.openings)
    later = plan_for(catalog(), "ms-ms-102", "start: '2026-12-01'")
    assert later.status == "none"
    assert any(words.endswith("retired on 2026-11-30") for words in later.openings)


# articulations


@pytest.mark.parametrize(
    ("programme", "held", "hours"),
    [
        ("uol-bsc-computer-science", "google-it-support", 15),
        ("uol-bsc-computer-science", "ibm-data-science", 15),
        ("northeastern-bs-information-technology", "google-it-support", None),
        ("wgu-bs-cybersecurity", "redhat-rhcsa", 3),
        ("snhu-bs-information-technologies", "cisco-ccna", 3),
        ("tesu-ba-liberal-studies", "rn-license", 60),
    ],
)
def test_published_articulations_stand_with_their_programme(programme: str, held: str, hours: float | None) -> None:
    record = catalog().get(Programme, programme)
    assert record is not None
    found = [each for each in record.articulations if each.credential == held]
    assert found
    assert hours in {each.hours for each in found}
    requirements = {requirement.id for requirement in record.requirements}
    assert all(each.requirement is None or each.requirement in requirements for each in found)


# an employer's own badges


BADGES = """skillpath: 1
providers: [{id: acme-works, name: Acme Works}]
conditions: [{id: acme-staff, name: Employed at Acme Works}]
credentials:
- id: acme-safety
  name: Acme Safety Badge
  kind: badge
  provider: acme-works
  teaches: [{skill: workplace-safety, level: 2}]
  requires: [{condition: acme-staff}]
  effort: {hours: 6}
  offers: [{price: 0 USD}]
- id: acme-line-lead
  name: Acme Line Lead
  kind: badge
  provider: acme-works
  teaches: [{skill: manufacturing-processes, level: 2}, {skill: quality-control, level: 2}, {skill: preventive-maintenance, level: 2}]
  requires: [acme-safety]
  effort: {hours: 40}
  offers: [{price: 0 USD}]
roles:
- extends: production-technician
  recognises: [acme-line-lead, mssc-cpt]
"""


@cache
def with_badges(folder: Path) -> MemoryCatalog:
    file = folder / "acme.yaml"
    file.write_text(BADGES, encoding="utf-8")
    loaded = load([shipped_layer(), Layer(file, "acme.yaml")])
    assert (loaded.problems, check(loaded.records)) == ((), [])
    return MemoryCatalog(loaded.records)


def test_private_badges_of_an_overlay_lead_to_a_role_for_those_who_may_have_them(tmp_path: Path) -> None:
    badges = with_badges(tmp_path)
    staff = plan_for(badges, "production technician", "conditions: [acme-staff]")
    assert (steps(staff), cents(staff)) == (["acme-safety", "acme-line-lead"], 0)
    others = plan_for(badges, "production technician")
    assert others.status == "optimal"
    assert not {"acme-safety", "acme-line-lead"} & set(steps(others))
    shipped = catalog().get(Role, "production-technician")
    assert shipped is not None
    assert "acme-line-lead" not in shipped.recognises
