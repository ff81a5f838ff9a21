"""Countries, languages and currencies by the words that documents use for them."""

from __future__ import annotations

import re
from typing import Any

from skillpath.catalog.imports.ctdl_values import address, items, text

_COUNTRIES = """
AE United Arab Emirates|AF Afghanistan|AL Albania|AM Armenia|AO Angola|AR Argentina|AT Austria|AU Australia|AZ Azerbaijan
BA Bosnia and Herzegovina|BB Barbados|BD Bangladesh|BE Belgium|BG Bulgaria|BH Bahrain|BN Brunei|BO Bolivia|BR Brazil
BS Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|CA Canada|CD Democratic Republic of the Congo|CH Switzerland
CI Ivory Coast|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|CU Cuba|CY Cyprus|CZ Czech Republic|CZ Czechia
DE Germany|DK Denmark|DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ES Spain|ET Ethiopia|FI Finland
FJ Fiji|FR France|GB United Kingdom|GB Great Britain|GB England|GB Scotland|GB Wales|GH Ghana|GR Greece|GT Guatemala|GU Guam
HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|IL Israel|IN India|IQ Iraq|IR Iran
IS Iceland|IT Italy|JM Jamaica|JO Jordan|JP Japan|KE Kenya|KH Cambodia|KR South Korea|KR Korea, Republic of|KW Kuwait
KZ Kazakhstan|LB Lebanon|LK Sri Lanka|LT Lithuania|LU Luxembourg|LV Latvia|LY Libya|MA Morocco|MD Moldova|ME Montenegro
MK North Macedonia|MM Myanmar|MN Mongolia|MT Malta|MU Mauritius|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|NG Nigeria
NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NZ New Zealand|OM Oman|PA Panama|PE Peru|PG Papua New Guinea|PH Philippines
PK Pakistan|PL Poland|PR Puerto Rico|PT Portugal|PY Paraguay|QA Qatar|RO Romania|RS Serbia|RU Russia|RU Russian Federation
RW Rwanda|SA Saudi Arabia|SE Sweden|SG Singapore|SI Slovenia|SK Slovakia|SN Senegal|SV El Salvador|SY Syria|TH Thailand
TN Tunisia|TR Turkey|TR Türkiye|TT Trinidad and Tobago|TW Taiwan|TZ Tanzania|UA Ukraine|UG Uganda|US United States
US United States of America|US USA|UY Uruguay|UZ Uzbekistan|VE Venezuela|VN Vietnam|YE Yemen|ZA South Africa|ZM Zambia
ZW Zimbabwe
"""
_STATES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia
WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
"""
_LANGUAGES = """
ar Arabic|bg Bulgarian|bn Bengali|ca Catalan|cs Czech|da Danish|de German|el Greek|en English|es Spanish|et Estonian
fa Persian|fi Finnish|fr French|ga Irish|he Hebrew|hi Hindi|hr Croatian|hu Hungarian|id Indonesian|it Italian|ja Japanese
ko Korean|lt Lithuanian|lv Latvian|ms Malay|mt Maltese|nl Dutch|no Norwegian|pl Polish|pt Portuguese|ro Romanian|ru Russian
sk Slovak|sl Slovenian|sv Swedish|th Thai|tr Turkish|uk Ukrainian|ur Urdu|vi Vietnamese|zh Chinese|cy Welsh
"""
_CURRENCIES = """
USD US Dollar|USD United States Dollar|USD Dollar|USD $|GBP Pound Sterling|GBP British Pound|GBP £|EUR Euro|EUR €
CAD Canadian Dollar|AUD Australian Dollar|NZD New Zealand Dollar|JPY Yen|JPY Japanese Yen|CNY Yuan Renminbi|CNY Chinese Yuan
INR Indian Rupee|CHF Swiss Franc|SEK Swedish Krona|NOK Norwegian Krone|DKK Danish Krone|MXN Mexican Peso|BRL Brazilian Real
ZAR Rand|ZAR South African Rand|SGD Singapore Dollar|HKD Hong Kong Dollar|KRW Won|KRW South Korean Won|AED UAE Dirham
SAR Saudi Riyal|ILS New Israeli Sheqel|PLN Zloty|CZK Czech Koruna|HUF Forint|RON Romanian Leu|TRY Turkish Lira
RUB Russian Ruble|THB Baht|MYR Malaysian Ringgit|IDR Rupiah|PHP Philippine Peso|NGN Naira|KES Kenyan Shilling
EGP Egyptian Pound|PKR Pakistan Rupee|BDT Taka|AFN Afghani|ARS Argentine Peso|CLP Chilean Peso|COP Colombian Peso
JMD Jamaican Dollar|TTD Trinidad and Tobago Dollar
"""
_GEONAMES = {
    "6252001": "US",
    "6251999": "CA",
    "2635167": "GB",
    "2963597": "IE",
    "2921044": "DE",
    "3017382": "FR",
    "2510769": "ES",
    "3175395": "IT",
    "2750405": "NL",
    "1269750": "IN",
    "1814991": "CN",
    "1861060": "JP",
    "2077456": "AU",
    "2186224": "NZ",
    "3996063": "MX",
    "3469034": "BR",
    "953987": "ZA",
    "1880251": "SG",
}
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


def _table(lines: str) -> dict[str, str]:
    entries = (entry.partition(" ") for line in lines.strip().splitlines() for entry in line.split("|"))
    return {name.casefold(): code for code, _, name in entries}


COUNTRIES = _table(_COUNTRIES)
STATES = _table(_STATES)
LANGUAGES = _table(_LANGUAGES)
CURRENCIES = _table(_CURRENCIES)
_COUNTRY_CODES = frozenset(COUNTRIES.values())
_STATE_CODES = frozenset(STATES.values())


def currency(value: Any) -> str | None:
    """The ISO 4217 code of ``USD``, ``US Dollar`` and their like."""
    found = text(value, 60)
    return found.upper() if re.fullmatch("[A-Za-z]{3}", found) else CURRENCIES.get(found.casefold().removesuffix("s"))


def language(value: str) -> str | None:
    """The tag of a language that is given as a tag or by its English name."""
    found = LANGUAGES.get(value.casefold())
    if found is not None:
        return found
    head, dash, tail = value.replace("_", "-").partition("-")
    tag = head.lower() + dash + tail
    return tag if _TAG.match(tag) else None


def country(value: Any) -> str | None:
    """The ISO 3166 code of a country that is given by name or code."""
    found = text(value, 80)
    return found.upper() if found.upper() in _COUNTRY_CODES else COUNTRIES.get(found.casefold())


def place(value: Any) -> str | None:
    """The country or US state of a place: by its GeoNames number, its address, or its name."""
    if not isinstance(value, dict):
        return country(value)
    number = re.search(r"geonames\.org/(\d+)", address(value.get("ceterms:geoURI")))
    found = _GEONAMES.get(number[1]) if number else None
    found = found or country(value.get("ceterms:addressCountry"))
    region = text(value.get("ceterms:addressRegion"), 80)
    if found == "US" and region:
        state = region.upper() if region.upper() in _STATE_CODES else STATES.get(region.casefold())
        return f"US-{state}" if state else found
    return found or country(value.get("ceterms:name"))


def jurisdictions(value: Any) -> list[str]:
    """The places that jurisdiction profiles limit something to; none where they do not, or where one cannot be told."""
    found: list[str] = []
    for profile in items(value):
        if not isinstance(profile, dict):
            continue
        if profile.get("ceterms:globalJurisdiction") is True:
            return []
        for main in items(profile.get("ceterms:mainJurisdiction")):
            code = place(main)
            if code is None:
                return []
            found.append(code)
    return list(dict.fromkeys(found))
