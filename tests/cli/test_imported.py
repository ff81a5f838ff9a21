"""What was imported is there for every later command, over the shipped catalogues."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from skillpath.catalog.imports import imports_folder
from tests.catalog.imports.helpers import DATA, SHARED, records_in

Skillpath = Callable[..., Any]


def test_an_import_is_read_by_every_command_until_it_is_deleted(skillpath: Skillpath) -> None:
    assert skillpath("catalog", "import", "onet", str(DATA / "onet")).status == 0
    [file] = imports_folder().iterdir()
    names = [role["name"] for role in records_in(file)["roles"].values()]
    assert names
    for name in names:
        assert skillpath("show", f"role:{name}").status == 0
        assert skillpath("plan", "-t", f"role:{name}").status in (0, 1)
        assert json.loads(skillpath("search", name, "-k", "role", "-n", "1", "--json").out)["data"]["items"][0]["name"] == name
        assert skillpath("show", f"role:{name}", "--no-shipped").status == 2
    file.unlink()
    assert skillpath("show", f"role:{names[0]}").status == 2


def test_an_import_that_no_longer_fits_is_left_out_and_named(skillpath: Skillpath) -> None:
    imports_folder().mkdir(parents=True)
    bad, good = imports_folder() / "bad.jsonl", imports_folder() / "good.jsonl"
    bad.write_text('{"skillpath":1}\n{"roles":{"id":"r","name":"R","skills":[{"skill":"gone-for-good","level":1}]}}\n')
    good.write_text('{"skillpath":1}\n{"skills":{"id":"brass-lore","name":"Brass Lore"}}\n')
    done = skillpath("show", "brass lore")
    assert done.status == 0
    assert f"warning: left out what no longer fits the catalogues; import it again, or delete it: {bad}" in done.err
    assert "gone-for-good" in done.err
    assert str(good) not in done.err
    assert skillpath("show", "brass lore", "-q").err == ""
    assert skillpath("show", "sql", "-c", "nowhere.yaml").status == 3


def test_a_title_that_several_occupations_have_says_so(skillpath: Skillpath) -> None:
    assert skillpath("catalog", "import", "onet", str(DATA / "onet")).status == 0
    said = "`Widget Maker` is taken as `widget-makers`; it is also a title of `widget-inspectors`: an id says which is meant"
    assert said in skillpath("plan", "-t", "Widget Maker").err
    assert json.loads(skillpath("plan", "-t", "role:widget maker", "--json").out)["warnings"]
    assert skillpath("plan", "-t", "widget-makers").err == ""
    assert skillpath("plan", "-t", "Widgeteer").err == ""


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there: the real tables stand in it")
def test_real_occupations_are_targets_by_their_alternate_titles(skillpath: Skillpath) -> None:
    assert skillpath("catalog", "import", "onet", str(SHARED / "data" / "onet")).status == 0
    for title, said in {
        "Phlebotomist": "Phlebotomist",
        "Certified Ophthalmic Technician": "Ophthalmic Medical Technicians",
        "Bookkeeper": "Bookkeeper",
        "Sous Chef": None,
        "Tree Trimmer": None,
    }.items():
        done = skillpath("plan", "-t", f"role:{title}", "--start", "2026-12-01")
        assert done.status == (0 if said else 1), title
        assert done.out.startswith(f"{said} (entry level): " if said else "No plan: ")
