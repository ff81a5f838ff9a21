"""Exams of a degree plan that overlap are told, so that a learner can ask before paying for both."""

from __future__ import annotations

from pathlib import Path

from tests.helpers import catalog_of, plan_for

WORLD = """
providers: [{id: acme, name: Acme}]
courses:
- {id: survey, name: Survey, hours: 3, overlaps: [biology]}
- {id: biology, name: Biology, hours: 3}
- {id: art, name: Art, hours: 3}
credentials:
- {id: a, name: Exam A, kind: exam, provider: acme, effort: {hours: 5}, offers: [{price: 1 USD}]}
- {id: b, name: Exam B, kind: exam, provider: acme, effort: {hours: 5}, offers: [{price: 1 USD}]}
- {id: c, name: Exam C, kind: exam, provider: acme, effort: {hours: 5}, offers: [{price: 1 USD}]}
recommendations:
- {id: a.ace, credential: a, body: ace, hours: 3, level: lower, course: survey}
- {id: b.ace, credential: b, body: ace, hours: 3, level: lower, covers: [biology]}
- {id: c.ace, credential: c, body: ace, hours: 3, level: lower, course: art}
programmes:
- id: degree
  name: Degree
  institution: acme
  award: associate
  total: 9
  accepts: [ace]
  requirements: [{id: free, name: Free, hours: 9, elective: true}]
"""


def test_overlapping_exams_are_told(tmp_path: Path) -> None:
    answer = plan_for(catalog_of(WORLD, tmp_path), "degree")
    assert len(answer.steps) == 3
    told = "Exam A counts beside Exam B, which it overlaps (a college may take only one: ask first)"
    assert answer.assumed[-1] == told
    assert sum("overlaps" in text for text in answer.assumed) == 1
