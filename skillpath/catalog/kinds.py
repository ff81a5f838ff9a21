"""The kinds of record: the section of a catalogue file that holds them, and their type."""

from __future__ import annotations

from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import (
    Condition,
    Course,
    Credential,
    Framework,
    Provider,
    Rate,
    Recommendation,
    Record,
    Role,
    Skill,
    Source,
    Subscription,
    Unit,
)

AnyRecord = Record | Source

FORMAT_VERSION = 1

KINDS: dict[str, type[AnyRecord]] = {
    "sources": Source,
    "skills": Skill,
    "roles": Role,
    "providers": Provider,
    "subscriptions": Subscription,
    "conditions": Condition,
    "rates": Rate,
    "units": Unit,
    "frameworks": Framework,
    "courses": Course,
    "credentials": Credential,
    "recommendations": Recommendation,
    "programmes": Programme,
    "funding": Funding,
}
