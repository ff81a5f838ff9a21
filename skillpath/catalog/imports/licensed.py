"""Occupations that the law keeps for licence holders, by their codes: a plan must never make one out of badges.

O*NET and ESCO say little of licences. The tables below hold occupations for which all, or nearly all, US states (or a federal
agency), or the law of the European Union or of nearly all its member states, ask for a licence. That is general knowledge, so the
confidence is low; the licence names no way to it, so that a planner says that it knows none, unless a loaded catalogue's role of
the same code has a licence with a way.
"""

from __future__ import annotations

from typing import Any

import msgspec

from skillpath.catalog.records import Licence, Role

US_STATES = "US states"
US_FEDERAL = "United States"
EU = "European Union"

_US_STATE: dict[str, str] = {
    "11-9032": "School administrator licence",
    "13-2023": "Real estate appraiser licence",
    "17-1011": "Architect licence",
    "17-1012": "Landscape architect licence",
    "17-1022": "Land surveyor licence",
    "19-3033": "Psychologist licence",
    "19-3034": "School psychologist licence",
    "21-1012": "School counselor licence",
    "21-1013": "Marriage and family therapist licence",
    "21-1014": "Professional counselor licence",
    "23-1011": "Admission to the bar",
    "23-1012": "Admission to the bar",
    "23-1023": "Admission to the bar",
    "25-2": "Teaching licence",
    "29-1011": "Chiropractor licence",
    "29-102": "Dentist licence",
    "29-1031": "Dietitian licence",
    "29-1041": "Optometrist licence",
    "29-1051": "Pharmacist licence",
    "29-1071": "Physician assistant licence",
    "29-1081": "Podiatrist licence",
    "29-1122": "Occupational therapist licence",
    "29-1123": "Physical therapist licence",
    "29-1124": "Radiation therapist licence",
    "29-1126": "Respiratory therapist licence",
    "29-1127": "Speech-language pathologist licence",
    "29-1131": "Veterinarian licence",
    "29-1141": "Registered nurse licence",
    "29-1151": "Advanced practice registered nurse licence",
    "29-1161": "Nurse midwife licence",
    "29-1171": "Advanced practice registered nurse licence",
    "29-1181": "Audiologist licence",
    "29-12": "Medical licence",
    "29-1291": "Acupuncturist licence",
    "29-1292": "Dental hygienist licence",
    "29-2034": "Radiologic technologist licence",
    "29-2042": "Emergency medical technician licence",
    "29-2043": "Paramedic licence",
    "29-2052": "Pharmacy technician registration",
    "29-2056": "Veterinary technician credential",
    "29-2061": "Practical nurse licence",
    "29-2092": "Hearing aid specialist licence",
    "31-1131": "Nurse aide certification",
    "31-2011": "Occupational therapy assistant licence",
    "31-2021": "Physical therapist assistant licence",
    "31-9011": "Massage therapist licence",
    "33-3051": "Peace officer certification",
    "33-9021": "Private investigator licence",
    "39-4031": "Funeral director licence",
    "39-5011": "Barber licence",
    "39-5012": "Cosmetologist licence",
    "39-5092": "Manicurist licence",
    "39-5094": "Skin care licence",
    "41-3021": "Insurance producer licence",
    "41-9021": "Real estate broker licence",
    "41-9022": "Real estate agent licence",
    "47-2111": "Electrician licence",
    "47-2152": "Plumber licence",
}
_US_FEDERAL: dict[str, str] = {
    "41-3031": "Registration as a representative of a securities firm",
    "49-3011": "FAA mechanic certificate",
    "53-2011": "FAA airline transport pilot certificate",
    "53-2012": "FAA commercial pilot certificate",
    "53-2021": "FAA air traffic controller certificate",
    "53-3032": "Commercial driver's licence",
    "53-3051": "Commercial driver's licence with a school bus endorsement",
    "53-3052": "Commercial driver's licence with a passenger endorsement",
    "53-4011": "Locomotive engineer certification",
    "53-5021": "Coast Guard merchant mariner credential",
    "53-5031": "Coast Guard merchant mariner credential",
}
_NOT: tuple[str, ...] = ("29-1299",)
_ISCO: dict[str, str] = {
    "2161": "Recognised qualification as an architect",
    "2211": "Recognised qualification as a doctor",
    "2212": "Recognised qualification as a specialist doctor",
    "2221": "Recognised qualification as a nurse of general care",
    "2222": "Recognised qualification as a midwife",
    "2250": "Recognised qualification as a veterinary surgeon",
    "2261": "Recognised qualification as a dentist",
    "2262": "Recognised qualification as a pharmacist",
    "2264": "Recognised qualification as a physiotherapist",
    "2330": "Teaching qualification",
    "2341": "Teaching qualification",
    "2611": "Admission to the bar",
    "2612": "Appointment as a judge",
    "3153": "Pilot licence",
    "3154": "Air traffic controller licence",
}


def us_licence(code: str, roles: list[Role]) -> dict[str, Any] | None:
    """The licence of an O*NET-SOC occupation: that of the loaded roles of the code where they agree, else its bare name."""
    for table, jurisdiction in ((_US_STATE, US_STATES), (_US_FEDERAL, US_FEDERAL)):
        name = None if code.startswith(_NOT) else _longest(table, code)
        if name is not None:
            if roles and all(role.licence is not None for role in roles):
                return _copied(roles[0].licence)
            return {"name": name, "jurisdiction": jurisdiction, "confidence": "low"}
    return None


def eu_licence(isco: str, regulated: bool) -> dict[str, Any] | None:
    """The licence of an ESCO occupation, by its ISCO group or because ESCO itself calls it regulated."""
    name = _longest(_ISCO, isco)
    if name is None and not regulated:
        return None
    return {"name": name or "Recognised qualification of a regulated profession", "jurisdiction": EU, "confidence": "low"}


def _longest(table: dict[str, str], code: str) -> str | None:
    return next((table[code[:length]] for length in range(len(code), 1, -1) if code[:length] in table), None)


def _copied(licence: Licence | None) -> dict[str, Any]:
    copied: dict[str, Any] = msgspec.to_builtins(licence)
    return copied
