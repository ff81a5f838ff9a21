"""Names, slugs and the small tables of words."""

from __future__ import annotations

import msgspec
import pytest

from skillpath.catalog.imports.names import NameClaims, clean, slug
from skillpath.catalog.imports.places import currency, jurisdictions, language, place
from skillpath.catalog.values import Id


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Data Analysis", "data-analysis"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("R&D", "r-and-d"),
        ("Café au lait", "cafe-au-lait"),
        ("  Over -- dashed  ", "over-dashed"),
    ],
)
def test_slugs(name: str, id: str) -> None:
    assert slug(name) == id


@pytest.mark.parametrize("name", ["数据分析", "!!!", "", "x" * 500, "Ünïcode " * 60, "\x00", "a" * 89 + "-" * 9 + "b" * 20])
def test_any_name_makes_an_id(name: str) -> None:
    assert msgspec.convert(slug(name), Id) == slug(name)


def test_names_that_letters_cannot_tell_apart_have_different_ids() -> None:
    assert slug("数据") != slug("分析")
    assert slug("x" * 200) != slug("x" * 201)


def test_clean_takes_control_characters_out_and_cuts() -> None:
    assert clean(" a\x00b\n\tc \u200b d ") == "a b c d"
    assert clean("word " * 100, 20) == "word word word word…"


def test_a_name_belongs_to_the_first_that_claims_it() -> None:
    claims = NameClaims()
    assert claims.claim("Tea-Taster", "one")
    assert claims.claim("tea taster", "one")
    assert not claims.claim("TEA TASTER", "two")
    assert claims.owner("tea taster") == "one"


def test_currencies_languages_and_places() -> None:
    assert [currency(each) for each in ("usd", "US Dollar", "US Dollars", "Pound Sterling", "$", "Shells", 7)] == [
        *("USD", "USD", "USD", "GBP", "USD", None),
        None,
    ]
    assert [language(each) for each in ("en-US", "eN", "English", "pt_BR", "of course")] == ["en-US", "en", "en", "pt-BR", None]
    assert place({"ceterms:geoURI": {"@id": "http://geonames.org/6251999/"}}) == "CA"
    assert place({"ceterms:addressCountry": "United States", "ceterms:addressRegion": " IL "}) == "US-IL"
    assert place({"ceterms:addressCountry": "US", "ceterms:addressRegion": "Somewhere"}) == "US"


def test_a_place_that_nobody_can_tell_limits_nothing() -> None:
    known = {"ceterms:mainJurisdiction": [{"ceterms:name": "Canada"}]}
    strange = {"ceterms:mainJurisdiction": {"ceterms:name": "Atlantis"}}
    assert jurisdictions([known]) == ["CA"]
    assert jurisdictions([known, strange]) == []
    assert jurisdictions([known, {"ceterms:globalJurisdiction": True}]) == []
