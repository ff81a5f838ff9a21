from __future__ import annotations

import csv
import io
import json

import pytest

from skillpath.catalog.requirements import NEVER, NOTHING, AllOf, AtLeastOf, Expression, HasAward, HasCredential, HasExperience
from skillpath.reports.needs import needs_text
from tests.cli.small import Runner, imported, small_runner
from tests.helpers import catalog_of

PLUS = """Plus "X" & <Y>
==============

Id              plus
Kind            certification, intermediate
Provider        South "Quoted" School (south)
Platform        North School (north)
Effort          40 to 80 hours, typically 60; at least 3 weeks (low confidence)
Requires        Base and (any of: User Support (level 1), 2 years of it-support, (Side and Sponsor))
Better with     a high-school diploma
Valid for       36 months
Renewal         every 36 months, 50 CEU, fee 25 USD, renewed by Twin; continuing education
Leads to        Helper
Recognised for  Helper
Overlaps        Side
Open in         US
Languages       en
Also called     x plus
Address         https://south.example/plus

Skill         Level  How      Id
------------  -----  -------  ----------
Networking        2  teaches  networking
User Support      1  teaches  support
Routing           2  proves   routing

Ways to pay
  - voucher: 90 USD to 100 USD plus proctor 5.50 USD, in US, until 2099-12-31
  - 86 USD a credit, 3 credits, for adult, low confidence

Credit recommended
  - 3 h lower, networks (ACE), as Introduction to Networks, if completed until 2027-12-31
  - hours unknown (NCCRS), from a score of 50

Note        A note.
Confidence  high
Stands in   small.yaml:46

Sources
  - https://north.example/prices (2026-05-01): prices
  - study
"""

HELPER = """Helper
======

Id               helper
Education        Some college
Wage             60,000 USD a year (median of Support specialists, 2024), jobs -2.5 %, 50,500 openings a year
Licence          Wiring licence, US states (only in US-LA); needs Plus "X" & <Y>; none
Also recognised  Vendor badge
Also called      a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12 and 1 more
SOC              15-1232.00
Job zone         3

Skills (importance 1 is a must)
Skill         Importance  Entry level  Established  Id
------------  ----------  -----------  -----------  ----------
Networking             1            2            3  networking
User Support         0.6            1            2  support

Employers recognise (1)
  - Plus "X" & <Y> (plus)

Confidence  medium
Stands in   small.yaml:11

Sources
  - study
"""

NETWORKING = """Networking
==========

Id           networking
Kinds of it  Routing

Taught by       Level  Provider  Through           Free  Id
--------------  -----  --------  ----------------  ----  ----
Plus "X" & <Y>      2  south     networking              plus
Plus "X" & <Y>      2  south     proof of routing        plus
Side                2  south     routing           free  side
Slow                2  south     routing                 slow

Asked by  Importance  Entry level  Established  Id
--------  ----------  -----------  -----------  ------
Helper             1            2            3  helper

Confidence  medium
Stands in   small.yaml:7
"""

NORTH_ALL = """North All
=========

Id           north-all
Provider     North School (north)
Price        40 USD a month
Joining fee  10 USD
Opens        all credentials studied in a period
Exams        2 a period
Courses      3 at a time
Trial        7 days
Refund       within 1 day

Pays for (1)
  - Base (base)

Confidence  high
Stands in   small.yaml:30

Sources
  - https://north.example/prices (2026-05-01): prices
"""


@pytest.fixture(name="small")
def _small(skillpath: Runner, tmp_path, monkeypatch) -> Runner:
    return small_runner(skillpath, tmp_path, monkeypatch)


@pytest.mark.parametrize(
    ("name", "text"),
    [("plus", PLUS), ("X-Plus", PLUS), ("role:Helper", HELPER), ("networking", NETWORKING), ("North All", NORTH_ALL)],
)
def test_a_record_is_told_whole(small: Runner, name: str, text: str) -> None:
    assert small("show", name) == (0, text, "")


def test_a_retired_credential_says_what_replaces_it(small: Runner) -> None:
    out = small("show", "old").out
    assert 'Status    retired on 2025-01-31, replaced by Plus "X" & <Y> (plus)\n' in out
    assert "Pay\n  - free, until 2020-01-01\n" in out


def test_what_nobody_knows_is_said_to_be_unknown(small: Runner) -> None:
    out = small("show", "credential:twin").out
    assert "Effort    hours unknown; at least 2 weeks\n" in out
    assert 'Requires  at least 2 of: Base, Side, Plus "X" & <Y>\n' in out
    assert "Pay\n  - price unknown\n" in out
    assert "Price     price unknown, every 3 months\n" in small("show", "south-old").out


def test_a_provider_lists_what_it_issues_and_carries(small: Runner) -> None:
    out = small("show", "north").out
    assert 'Issues (1)\n  - Base (base)\n\nCarries for others (1)\n  - Plus "X" & <Y> (plus)\n' in out
    assert "Subscriptions (1)\n  - North All (north-all)\n" in out


def test_a_narrower_skill_says_what_it_is_a_kind_of(small: Runner) -> None:
    assert "A kind of    Networking (networking)\nAlso called  ip routing\n" in small("show", "ip routing").out


def test_of_many_teachers_the_first_are_shown(small: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    data = small("show", "skill:networking", "--json")
    for module in ("cli", "reports"):
        monkeypatch.setattr(f"skillpath.{module}.show.SHOWN_TEACHERS", 2)
    assert (
        """
Taught by       Level  Provider  Through           Free  Id
--------------  -----  --------  ----------------  ----  ----
Plus "X" & <Y>      2  south     networking              plus
Plus "X" & <Y>      2  south     proof of routing        plus

The first 2 of 3; `skillpath list credentials --teaches networking` lists all who teach it

"""
        in small("show", "skill:networking").out
    )
    assert small("show", "skill:networking", "--json") == data


def test_a_name_of_several_records_lists_them(small: Runner) -> None:
    found = small("show", "twin")
    assert (found.status, found.out) == (2, "")
    assert found.err == (
        "error: `twin` names 2 records\n  role:twin: Twin\n  credential:twin: Twin\n"
        "hint: say which, such as `skillpath show role:twin`\n"
    )
    assert small("show", "role:twin").status == 0


def test_an_id_goes_before_a_name_and_the_other_is_told(skillpath: Runner, tmp_path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("skillpath: 1\nskills: [{id: python, name: Py}]\nproviders: [{id: snakes, name: Python}]\n", encoding="utf-8")
    found = skillpath("show", "python", "-f", "ids", "--no-shipped", "-c", str(file))
    assert found == (0, "python\n", "warning: `python` is also a name of `provider:snakes`\n")


@pytest.mark.parametrize(
    ("name", "what", "close"),
    [("netwrking", "record", "networking"), ("role:helpr", "role", "helper"), ("skill:helper", "skill", "")],
)
def test_an_unknown_name_gets_close_spellings(small: Runner, name: str, what: str, close: str) -> None:
    found = small("show", name)
    assert (found.status, found.out) == (2, "")
    assert found.err.startswith(f"error: no {what} is called `{name.partition(':')[2] or name}`\nhint: ")
    assert f"did you mean `{close}`?" in found.err or not close


def test_an_unknown_name_in_json(small: Runner) -> None:
    found = small("show", "netwrking", "--json")
    assert found.status == 2
    assert json.loads(found.out)["errors"][0]["code"] == "unknown-name"


def test_json_holds_the_record_and_what_follows_from_others(small: Runner) -> None:
    answer = json.loads(small("show", "plus", "--json").out)
    assert (answer["schema"], answer["command"], answer["status"]) == ("show/1", "show", "success")
    data = answer["data"]
    assert sorted(data) == ["derived", "id", "kind", "name", "record", "sources", "where"]
    assert (data["kind"], data["where"]) == ("credential", "small.yaml:46")
    assert data["record"]["offers"][0]["fees"] == [{"name": "proctor", "price": "5.50 USD"}]
    assert data["record"]["assessment"] is None
    assert data["derived"]["recognised_by"] == [{"id": "helper", "name": "Helper"}]
    assert data["derived"]["typical_hours"] == "60"
    assert data["derived"]["credit"][0]["course"] == {"id": "intro-networks", "name": "Introduction to Networks"}
    assert [source["id"] for source in data["sources"]] == ["page", "study"]


@pytest.mark.parametrize("pair", [("plus", "side"), ("helper", "role:twin"), ("routing", "support"), ("north-all", "south-old")])
def test_json_keys_do_not_depend_on_the_record(small: Runner, pair: tuple[str, str]) -> None:
    one, other = (json.loads(small("show", name, "--json").out)["data"] for name in pair)
    assert sorted(one["record"]) == sorted(other["record"])
    assert sorted(one["derived"]) == sorted(other["derived"])


def test_csv_has_a_row_per_figure(small: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(small("show", "plus", "-f", "csv").out)))
    values = {row["field"]: row["value"] for row in rows}
    assert {row["id"] for row in rows} == {"plus"}
    assert values["record.offers[0].price"] == "90 USD"
    assert values["record.effort.min_hours"] == "40"
    assert values["derived.free"] == "false"
    assert "" not in values.values()


def test_ids_and_markdown(small: Runner, tmp_path) -> None:
    assert small("show", "helper", "-f", "ids").out == "helper\n"
    file = tmp_path / "plus.md"
    assert small("show", "plus", "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith('# Plus "X" & \\<Y\\>\n')


def test_show_starts_without_heavy_modules() -> None:
    assert imported("show", "plus") == ["0"]
    assert imported("show", "netwrking") == ["2"]


@pytest.mark.parametrize(
    ("need", "text"),
    [
        (NOTHING, "nothing"),
        (NEVER, "what no catalogue knows a way to"),
        (AtLeastOf(1, (HasCredential("gone"),)), "gone"),
        (AllOf((HasExperience("care", 1), HasExperience("care", 1.5))), "1 year of care and 1.5 years of care"),
        (AllOf((HasAward("bachelor", "nursing"), HasAward("phd"))), "a bachelor's degree in nursing and the award phd"),
        (AtLeastOf(1, (AllOf((HasCredential("a"), HasCredential("b"))), HasCredential("c"))), "any of: (a and b), c"),
        (AllOf((HasCredential("a"), HasCredential("b"), HasCredential("c"))), "a, b and c"),
    ],
)
def test_needs_read_as_a_sentence(tmp_path, need: Expression, text: str) -> None:
    assert needs_text(need, catalog_of("skills: [{id: s, name: S}]", tmp_path)) == text
