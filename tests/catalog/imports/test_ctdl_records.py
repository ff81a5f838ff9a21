"""What CTDL says of credentials -> what catalogues say: kinds, conditions, skills, owners."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.report import Changes
from tests.catalog.imports.helpers import DATA, ce, cost, credential, ctdl, first, known_of, one, reasons, records_in, requires


@pytest.mark.parametrize(
    ("ctdl_class", "kind", "award"),
    [
        ("Certification", "certification", None),
        ("License", "licence", None),
        ("OpenBadge", "badge", None),
        ("MicroCredential", "badge", None),
        ("ApprenticeshipCertificate", "apprenticeship", None),
        ("JourneymanCertificate", "certificate", None),
        ("AssociateOfArtsDegree", "degree", "associate"),
        ("BachelorDegree", "degree", "bachelor"),
        ("MasterOfScienceDegree", "degree", "master"),
        ("DoctoralDegree", "degree", "doctor"),
        ("ProfessionalDoctorate", "degree", "doctor"),
        ("GeneralEducationDevelopment", "certificate", "high-school"),
        ("LearningProgram", "course", None),
        ("LearningOpportunityProfile", "course", None),
        ("AssessmentProfile", "exam", None),
    ],
)
def test_kinds_and_awards(tmp_path: Path, ctdl_class: str, kind: str, award: str | None) -> None:
    record = one(tmp_path, kind=ctdl_class)
    assert (record["kind"], record.get("award")) == (kind, award)


def test_several_targets_are_all_needed_and_profiles_add_up(tmp_path: Path) -> None:
    profiles = [requires(ce(2), ce(3)), requires(ce(4))]
    records, _ = ctdl(tmp_path, credential(1, requires=profiles), *(credential(number) for number in (2, 3, 4)))
    assert records["credentials"][ce(1)]["requires"] == [ce(2), ce(3), ce(4)]


def test_of_alternatives_one_is_enough(tmp_path: Path) -> None:
    profile = requires(ce(2), alternativeCondition=[requires(ce(3), ce(4)), requires(ce(5))])
    records, _ = ctdl(tmp_path, credential(1, requires=profile), *(credential(number) for number in range(2, 6)))
    assert records["credentials"][ce(1)]["requires"] == [ce(2), {"any": [{"all": [ce(3), ce(4)]}, ce(5)]}]


def test_a_prerequisite_may_be_an_alignment(tmp_path: Path) -> None:
    aligned = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": ce(2), "ceterms:targetNodeName": {"en": "Two"}}
    profiles = (
        requires(aligned),
        requires(targetNode=ce(2)),
        aligned,
        requires(aligned | {"ceterms:targetNode": {"@id": ce(2)}}),
    )
    for profile in profiles:
        records, _ = ctdl(tmp_path, credential(1, requires=[profile]), credential(2))
        assert records["credentials"][ce(1)]["requires"] == [ce(2)]
    named = {key: value for key, value in aligned.items() if key != "ceterms:targetNode"}
    records, report = ctdl(tmp_path, credential(1, requires=[requires(named)]), credential(2))
    assert records["credentials"][ce(1)]["requires"] == [{"condition": "ctdl-holds-two"}]
    assert first(report, "unknown-target") == "00.json: Two"


def test_a_circle_of_alignments_is_let_go(tmp_path: Path) -> None:
    aligned = [{"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNode": ce(number)} for number in (1, 2)]
    one_way, back = (credential(n, requires=[requires(aligned[2 - n])]) for n in (1, 2))
    assert reasons(ctdl(tmp_path, one_way, back)[1])["cycle"] == 1


def test_an_unknown_prerequisite_must_be_declared(tmp_path: Path) -> None:
    records, report = ctdl(tmp_path, credential(1, requires=[requires(ce(77))]))
    assert records["credentials"][ce(1)]["requires"] == [{"condition": f"ctdl-holds-{ce(77)}"}]
    assert "assumed" not in records["conditions"][f"ctdl-holds-{ce(77)}"]
    assert first(report, "unknown-target") == f"00.json: {ce(77)}"


def test_words_are_assumed_and_say_so(tmp_path: Path) -> None:
    records, _ = ctdl(tmp_path, credential(1, requires=[requires(condition=["Own a hammer"], description="Many things")]))
    assert records["credentials"][ce(1)]["requires"] == [{"condition": "ctdl-own-a-hammer"}]
    assert records["conditions"]["ctdl-own-a-hammer"]["assumed"]


def test_words_beside_a_real_alternative_are_declared(tmp_path: Path) -> None:
    profile = requires(alternativeCondition=[requires(ce(2)), requires(condition="Twenty years at sea")])
    records, _ = ctdl(tmp_path, credential(1, requires=profile), credential(2))
    assert records["credentials"][ce(1)]["requires"] == [{"any": [ce(2), {"condition": "ctdl-declared-twenty-years-at-sea"}]}]
    assert "assumed" not in records["conditions"]["ctdl-declared-twenty-years-at-sea"]


def test_placeholders_are_no_condition(tmp_path: Path) -> None:
    assert "requires" not in one(
        tmp_path, requires=[requires(description="PLEASE PROVIDE A VALID DESCRIPTION"), requires(name="Thing 1")]
    )


def test_ages_and_years(tmp_path: Path) -> None:
    record = one(tmp_path, requires=[requires(minimumAge=21, yearsOfExperience="2.5")])
    assert record["requires"] == [{"condition": "ctdl-age-21"}, {"experience": {"field": "work", "years": 2.5}}]


def test_loaded_conditions_are_reused(tmp_path: Path) -> None:
    known = known_of("conditions: [{id: age-21, name: At least 21 years old}]", tmp_path)
    records, _ = ctdl(tmp_path, credential(1, requires=[requires(minimumAge=21)]), known=known)
    assert records["credentials"][ce(1)]["requires"] == [{"condition": "age-21"}]
    assert records["conditions"] == {}


def test_circles_are_broken(tmp_path: Path) -> None:
    chain = [credential(number, requires=[requires(ce(number % 3 + 1))]) for number in (1, 2, 3)]
    records, report = ctdl(tmp_path, *chain, credential(4, requires=[requires(ce(4))]))
    needs = {id: record.get("requires", []) for id, record in records["credentials"].items()}
    assert needs == {ce(1): [ce(2)], ce(2): [ce(3)], ce(3): [], ce(4): []}
    assert records["credentials"][ce(3)]["recommends"] == [ce(1)]
    assert reasons(report)["cycle"] == 1


def test_inverse_statements_count(tmp_path: Path) -> None:
    ladder = credential(1, isRequiredFor=[requires(ce(2))], isPreparationFor=ce(3))
    records, _ = ctdl(tmp_path, ladder, credential(2), credential(3))
    assert records["credentials"][ce(2)]["requires"] == [ce(1)]
    assert records["credentials"][ce(3)]["recommends"] == [ce(1)]


def test_inverse_statements_make_no_circle(tmp_path: Path) -> None:
    records, _ = ctdl(tmp_path, credential(1, isRequiredFor=ce(2), requires=[requires(ce(2))]), credential(2))
    needs = [records["credentials"][ce(number)].get("requires") for number in (1, 2)]
    assert needs in ([[ce(2)], None], [None, [ce(1)]])


def test_manifests_are_merged(tmp_path: Path) -> None:
    manifest = {"@id": ce(9), "@type": "ceterms:ConditionManifest", "ceterms:name": "M", "ceterms:requires": [requires(ce(2))]}
    costs = {"@id": ce(8), "@type": "ceterms:CostManifest", "ceterms:name": "C", "ceterms:estimatedCost": [cost(7)]}
    records, _ = ctdl(tmp_path, credential(1, commonConditions=[ce(9)], commonCosts=ce(8)), credential(2), manifest, costs)
    assert records["credentials"][ce(1)]["requires"] == [ce(2)]
    assert records["credentials"][ce(1)]["offers"] == [{"name": "Tuition", "price": "7 USD"}]


def test_competencies_are_taught_attested_or_needed(tmp_path: Path) -> None:
    skill = {"@id": ce(9), "@type": "ceasn:Competency", "ceasn:competencyLabel": {"en": "Hammering"}}
    named = {"@type": "ceterms:CredentialAlignmentObject", "ceterms:targetNodeName": "Filing"}
    course = credential(
        1, "Course", teaches=[{"ceterms:targetNode": ce(9)}, named], requires=[requires(targetCompetency=[named])]
    )
    exam = credential(2, "AssessmentProfile", assesses=[ce(9)])
    badge = credential(3, "OpenBadge", requires=[requires(targetCompetency=[{"ceterms:targetNode": ce(9)}])])
    records, report = ctdl(
        tmp_path, course, exam, badge, skill, credential(4, "Course", teaches=[{"ceterms:targetNode": ce(77)}])
    )
    assert records["credentials"][ce(1)]["teaches"] == ["hammering", "filing"]
    assert records["credentials"][ce(1)]["requires"] == [{"skill": "filing", "level": 1}]
    assert [records["credentials"][ce(number)]["attests"] for number in (2, 3)] == [["hammering"], ["hammering"]]
    assert records["skills"]["hammering"]["name"] == "Hammering"
    assert reasons(report)["unknown-competency"] == 1


def test_status_succession_and_validity(tmp_path: Path) -> None:
    old = credential(
        1,
        credentialStatusType="credentialStat:Deprecated",
        supersededBy=ce(2),
        expirationDate="2024-01-01",
        renewalFrequency="P2Y",
    )
    records, _ = ctdl(tmp_path, old, credential(2, lifeCycleStatusType="lifeCycle:Developing"))
    record = records["credentials"][ce(1)]
    assert (record["status"], record["retired_on"], record["replaced_by"]) == ("retired", "2024-01-01", ce(2))
    assert record["valid_months"] == 24
    assert records["credentials"][ce(2)]["status"] == "planned"


def test_occupations_lead_to_loaded_roles(tmp_path: Path) -> None:
    known = known_of("roles: [{id: clerk, name: Clerk, soc: 43-1111.00, skills: []}]", tmp_path)
    codes = [
        {"ceterms:codedNotation": "43-1111"},
        {"ceterms:targetNode": {"@id": "http://www.onetonline.org/link/summary/99-9999.00"}},
    ]
    records, report = ctdl(tmp_path, credential(1, occupationType=codes), known=known)
    assert records["credentials"][ce(1)]["leads_to"] == ["clerk"]
    assert first(report, "unknown-occupation") == "00.json: 99-9999.00"


def test_providers_are_shared_embedded_or_stand_ins(tmp_path: Path) -> None:
    org = {"@id": ce(9), "@type": "ceterms:CredentialOrganization", "ceterms:name": "Guild", "ceterms:offers": [ce(4)]}
    embedded = {"@type": "ceterms:CredentialOrganization", "ceterms:name": "School"}
    documents = [
        credential(number, ownedBy=owner) for number, owner in ((1, ce(9)), (2, [embedded]), (3, "https://nobody.example/x"))
    ]
    records, report = ctdl(tmp_path, org, *documents, credential(4, ownedBy=[]))
    owners = {id: records["providers"][record["provider"]]["name"] for id, record in records["credentials"].items()}
    assert owners == {ce(1): "Guild", ce(2): "School", ce(3): "https://nobody.example/x", ce(4): "Guild"}
    assert first(report, "stub-provider") == "03.json: https://nobody.example/x"


def test_an_owner_that_is_nowhere_leaves_no_dangling_record(tmp_path: Path) -> None:
    nobody = credential(1, ownedBy=["_:nobody"])
    records, report = ctdl(tmp_path, nobody, credential(2, requires=[requires(ce(1))]), credential(3, isRequiredFor=ce(2)))
    assert sorted(records["credentials"]) == [ce(2), ce(3)]
    assert records["credentials"][ce(2)]["requires"] == [{"condition": f"ctdl-holds-{ce(1)}"}, ce(3)]
    assert reasons(report) | {"stub-provider": 0} == {"no-provider": 1, "unknown-target": 1, "stub-provider": 0}


def test_the_whole_example(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    import_ctdl(DATA / "ctdl", target, known_of("skills: [{id: sql, name: SQL}]", tmp_path))
    records = records_in(target)
    exam = records["credentials"][ce(2)]
    assert [(offer["price"], offer.get("requires")) for offer in exam["offers"]] == [
        ("80 EUR", [{"condition": "ctdl-audience-member"}]),
        ("120 EUR", None),
    ]
    master = records["credentials"][ce(1)]
    course = next(id for id in records["credentials"] if id.startswith("brass-basics-"))
    assert master["requires"][:2] == [course, ce(2)]
    assert (master["level"], master["languages"], master["countries"]) == ("advanced", ["en-US", "de"], ["US-OH"])
    assert master["renewal"] == {"every_months": 36, "fee": "30 USD", "rule": "Polish for an hour."}
    assert records["credentials"][course]["teaches"] == ["shape-brass-with-care", "sql"]
    assert "sql" not in records["skills"]
    degree = records["credentials"][ce(4)]
    assert (degree["award"], degree["award_field"], degree["status"]) == ("bachelor", "brass-science", "retired")


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        report = import_ctdl(DATA / "ctdl", tmp_path / "out.jsonl", Known())
    assert report.changes == Changes(unchanged=sum(report.written.values()))
