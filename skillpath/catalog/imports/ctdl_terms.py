"""The vocabularies of CTDL: its classes and terms in the words of catalogues."""

from __future__ import annotations

import re
from functools import lru_cache

from skillpath.catalog.imports.ctdl_values import Node, types

ORGANISATIONS = frozenset(("CredentialOrganization", "QACredentialOrganization", "Organization"))
COMPETENCIES = frozenset(("Competency",))
MANIFESTS = frozenset(("ConditionManifest", "CostManifest"))
TRANSFER_VALUES = frozenset(("TransferValueProfile",))
LEARNING = frozenset(("LearningOpportunityProfile", "LearningOpportunity", "Course", "LearningProgram", "WorkBasedProgram"))
ASSESSMENTS = frozenset(("AssessmentProfile", "Assessment"))
SUPPORT = frozenset(("Concept", "ConceptScheme", "ProgressionLevel", "Place", "DefinedTerm"))

_KINDS = {
    "Certification": "certification",
    "License": "licence",
    "Badge": "badge",
    "DigitalBadge": "badge",
    "OpenBadge": "badge",
    "MicroCredential": "badge",
    "ApprenticeshipCertificate": "apprenticeship",
    "CertificateOfCompletion": "certificate",
    "CertificateOfParticipation": "certificate",
    "Diploma": "certificate",
    "SecondarySchoolDiploma": "certificate",
    "GeneralEducationDevelopment": "certificate",
    "ProfessionalDoctorate": "degree",
    "ResearchDoctorate": "degree",
    **dict.fromkeys(LEARNING, "course"),
    **dict.fromkeys(ASSESSMENTS, "exam"),
}
_AWARDS = (
    (re.compile("Associate.*Degree"), "associate"),
    (re.compile("Bachelor.*Degree"), "bachelor"),
    (re.compile("(Master|Specialist).*Degree"), "master"),
    (re.compile(".*Doctor"), "doctor"),
    (re.compile("SecondarySchoolDiploma|GeneralEducationDevelopment"), "high-school"),
)

LEVELS = {
    "beginnerlevel": "beginner",
    "intermediatelevel": "intermediate",
    "advancedlevel": "advanced",
    "expertlevel": "expert",
    "secondarylevel": "beginner",
    "associatesdegreelevel": "beginner",
    "lowerdivisionlevel": "beginner",
    "bachelorsdegreelevel": "intermediate",
    "upperdivisionlevel": "intermediate",
    "mastersdegreelevel": "advanced",
    "doctoraldegreelevel": "expert",
}
AWARD_LEVELS = {"bachelor": "intermediate", "master": "advanced", "doctor": "expert"}
CREDIT_LEVELS = {
    "lowerdivisionlevel": "lower",
    "associatesdegreelevel": "lower",
    "upperdivisionlevel": "upper",
    "mastersdegreelevel": "graduate",
    "doctoraldegreelevel": "graduate",
    "graduatelevel": "graduate",
    "vocationallevel": "vocational",
}
STATUSES = {
    "deprecated": "retired",
    "superseded": "retired",
    "suspended": "retired",
    "ceased": "retired",
    "developing": "planned",
    "underdevelopment": "planned",
}
OPTIONAL_COSTS = frozenset(
    (
        "optionalcharges",
        "roomorresidency",
        "roomandboard",
        "transportation",
        "parking",
        "mealplan",
        "retakefee",
        "renewal",
        "renewalfee",
    )
)
CREDIT_UNITS = {
    "semesterhour": "semester-hour",
    "semesterhours": "semester-hour",
    "quarterhour": "quarter-hour",
    "quarterhours": "quarter-hour",
    "degreecredit": "degree-credit",
    "degreeecredit": "degree-credit",
}
HOUR_UNITS = frozenset(("clockhour", "clockhours", "contacthour", "contacthours"))

PLAIN_AUDIENCES = frozenset(("citizen", "noncitizen", "fulltime", "parttime", "nonmember", "everyone", "resident", "nonresident"))


def kind_of(node: Node) -> str | None:
    """The kind of credential that a node describes; None where it is none that a learner earns."""
    for name in types(node):
        if name in _KINDS:
            return _KINDS[name]
        if name.endswith("Degree"):
            return "degree"
        if name.endswith("Certificate"):
            return "certificate"
    return None


def award_of(node: Node) -> str | None:
    """The award that a degree grants."""
    return next((award for name in types(node) for pattern, award in _AWARDS if pattern.match(name)), None)


def section_of(node: Node) -> str | None:
    """Where a node's record goes: a section of catalogues, ``manifests``, or None where catalogues have no place for it."""
    kinds = node.get("@type")
    return _section((kinds,)) if isinstance(kinds, str) else _section(tuple(types(node)))


@lru_cache(maxsize=2_000)
def _section(kinds: tuple[str, ...]) -> str | None:
    node: Node = {"@type": list(kinds)}
    names = set(types(node))
    if kind_of(node) is not None:
        return "credentials"
    if names & ORGANISATIONS:
        return "providers"
    if names & COMPETENCIES:
        return "skills"
    if names & TRANSFER_VALUES:
        return "recommendations"
    return "manifests" if names & MANIFESTS else None
