"""A number of credit hours as a programme: one requirement that any credit fills, at no institution (design, section 4.3)."""

from __future__ import annotations

from skillpath.catalog.programmes import AtLeast, Filter, Programme, Requirement

EVERY_ORIGIN = "*"
"""In place of the origins that a programme takes credit from: all of them. No catalogue can say it, since it is no id."""

NO_INSTITUTION = ""


def credit_total(hours: int, upper: int) -> Programme:
    """The programme that so many semester hours are, of which so many are upper-division (graduate ones count as such)."""
    asked = max(hours, upper)
    rules = (AtLeast(over=Filter(levels=("upper", "graduate")), hours=upper, note=f"{upper} upper-division semester hours"),)
    return Programme(
        id="credit-total",
        name=f"{hours} credit hours",
        institution=NO_INSTITUTION,
        award="credit",
        total=asked,
        requirements=(Requirement(id="credit", name=f"{asked} recommended semester hours", hours=asked, elective=True),),
        rules=rules if upper else (),
        accepts=(EVERY_ORIGIN,),
    )


def is_total(programme: Programme) -> bool:
    """Whether a programme is a number of credit hours."""
    return EVERY_ORIGIN in programme.accepts
