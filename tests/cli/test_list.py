from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.small import Runner, imported, small_runner

CREDENTIALS = """Id    Name            Kind           Provider    Hours
----  --------------  -------------  --------  -------
base  Base            course         north          20
old   Old (retired)   exam           south     unknown
plus  Plus "X" & <Y>  certification  south          60
side  Side            badge          south           1
slow  Slow            course         south          90
twin  Twin            exam           south     unknown

6 credentials
"""

TABLES = {
    "roles": """Id      Name    Skills  Recognises        Wage
------  ------  ------  ----------  ----------
helper  Helper       2           1  60,000 USD
twin    Twin         1           0

2 roles
""",
    "credentials": CREDENTIALS,
    "skills": """Id          Name          Broader     Field       Taught by
----------  ------------  ----------  ----------  ---------
networking  Networking                                    3
routing     Routing       networking                      3
support     User Support              networking          3

3 skills
""",
    "providers": """Id     Name                   Credentials  Subscriptions  Url
-----  ---------------------  -----------  -------------  ---------------------
north  North School                     1              1  https://north.example
south  South "Quoted" School            5              2

2 providers
""",
    "subscriptions": """Id         Name                 Provider    Price  Months
---------  -------------------  --------  -------  ------
north-all  North All            north      40 USD       1
south-old  South Old (retired)  south     unknown       3
south-one  South One            south        free      12

3 subscriptions
""",
    "conditions": """Id         Name                   Assumed
---------  ---------------------  -------
adult      At least 18 years old  yes
sponsored  Sponsor                no

2 conditions
""",
    "programmes": """Id  Name        Institution  Award     Hours
--  ----------  -----------  --------  -----
ba  Example BA  north        bachelor      3

1 programme
""",
    "funding": """Id     Name   Sponsor  Gives                Status
-----  -----  -------  -------------------  ------
grant  Grant  State    50 %, up to 500 USD  active

1 funding
""",
}


@pytest.fixture(name="small")
def _small(skillpath: Runner, tmp_path, monkeypatch) -> Runner:
    return small_runner(skillpath, tmp_path, monkeypatch)


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_is_a_table(small: Runner, kind: str) -> None:
    assert small("list", kind) == (0, TABLES[kind], "")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ("credentials --provider north", "base plus"),
        ("credentials --provider South-One", None),
        ("credentials --kind exam", "old twin"),
        ("credentials --free", "side"),
        ("credentials --teaches networking", "plus side slow"),
        ("credentials --teaches ip-routing:2 --free", "side"),
        ("credentials --teaches support:2", ""),
        ("credentials --contains X", "plus"),
        ("roles --contains A13", "helper"),
        ("subscriptions --free", "south-one"),
        ("subscriptions --provider south", "south-old south-one"),
        ("programmes --provider north", "ba"),
        ("funding --provider north", "grant"),
        ("funding --provider south", ""),
    ],
)
def test_filters(small: Runner, filters: str, ids: str | None) -> None:
    found = small("list", *filters.split(), "--format", "ids")
    if ids is None:
        assert (found.status, found.out) == (2, "")
    else:
        assert (found.status, found.out.split(), found.err) == (0, ids.split(), "")


def test_nothing_found_is_said(small: Runner) -> None:
    assert small("list", "roles", "--contains", "pilot") == (0, "No roles found\n", "")
    assert json.loads(small("list", "roles", "--contains", "pilot", "--json").out)["data"] == {
        "kind": "roles",
        "count": 0,
        "items": [],
    }
    assert small("list", "roles", "--contains", "pilot", "-f", "csv").out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("skills --free", "error: `--free` says nothing of skills\nhint: it filters credentials and subscriptions\n"),
        ("roles --teaches support", "error: `--teaches` says nothing of roles\nhint: it filters credentials\n"),
        ("credentials --teaches suport", "error: no skill is called `suport`\nhint: did you mean `support`?\n"),
        ("credentials --provider nort", "error: no provider is called `nort`\nhint: did you mean `north`?\n"),
    ],
)
def test_wrong_usage_is_named(small: Runner, arguments: str, said: str) -> None:
    assert small("list", *arguments.split()) == (2, "", said)


@pytest.mark.parametrize("arguments", ["planets", "credentials --kind planet"])
def test_unknown_kinds_name_the_known_ones(small: Runner, arguments: str) -> None:
    found = small("list", *arguments.split())
    assert (found.status, found.out) == (2, "")
    assert "'planet" in found.err


def test_a_name_of_two_providers_lists_their_ids(skillpath: Runner, tmp_path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("skillpath: 1\nproviders:\n- {id: a, name: Same}\n- {id: b, name: Same}\n", encoding="utf-8")
    found = skillpath("list", "credentials", "--provider", "same", "--no-shipped", "-c", str(file))
    assert found == (2, "", "error: `same` names 2 providers\nhint: say which by its id: `a`, `b`\n")


def test_json(small: Runner) -> None:
    answer = json.loads(small("list", "subscriptions", "--json").out)
    assert (answer["schema"], answer["data"]["count"]) == ("list/1", 3)
    assert answer["data"]["items"][0] == {
        "id": "north-all",
        "name": "North All",
        "provider": "north",
        "price": {"amount": "40.00", "currency": "USD"},
        "months": 1,
        "opens": "many",
        "status": "active",
    }
    assert answer["data"]["items"][1]["price"] is None


def test_csv(small: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(small("list", "credentials", "-f", "csv").out)))
    assert list(rows[0]) == ["id", "name", "kind", "provider", "hours", "platform", "level", "status"]
    assert [row["hours"] for row in rows] == ["20", "", "60", "1", "90", ""]
    assert rows[1]["name"] == "Old"


def test_help_has_examples(skillpath: Runner) -> None:
    for command in ("show", "list", "graph"):
        found = skillpath(command, "--help")
        assert found.status == 0
        assert f"Examples:\n    skillpath {command} " in found.out


def test_list_starts_without_heavy_modules() -> None:
    assert imported("list", "credentials", "--teaches", "networking", "--free") == ["0"]
    assert imported("list", "providers", "--json") == ["0"]
