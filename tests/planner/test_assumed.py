"""What a plan takes for granted is said, whether a credential asks for it or the offer that pays for it."""

from __future__ import annotations

from pathlib import Path

from tests.helpers import catalog_of, plan_for

WORLD = """
providers: [{id: p, name: P}]
conditions:
- {id: free-course, name: Finishes the free course first, assumed: true}
- {id: adult, name: At least 18, assumed: true}
credentials:
- id: one
  name: Exam one
  kind: exam
  provider: p
  requires: [{condition: adult}]
  effort: {hours: 10}
  offers: [{price: 90 USD}, {name: voucher, price: 0 USD, requires: [{condition: free-course}]}]
- id: two
  name: Exam two
  kind: exam
  provider: p
  effort: {hours: 10}
  offers: [{price: 90 USD}, {name: voucher, price: 0 USD, requires: [{condition: free-course}]}]
- id: three
  name: Exam three
  kind: exam
  provider: p
  effort: {hours: 10}
  offers: [{price: 0 USD}, {name: voucher, price: 1 USD, requires: [{condition: free-course}]}]
recommendations:
- {id: one.ace, credential: one, body: ace, hours: 3}
- {id: two.ace, credential: two, body: ace, hours: 3}
- {id: three.ace, credential: three, body: ace, hours: 3}
"""


def test_conditions_of_the_offers_that_pay_are_said_once_each(tmp_path: Path) -> None:
    answer = plan_for(catalog_of(WORLD, tmp_path), "9cr")
    assert answer.totals is not None
    assert answer.totals.cents == 0
    assert answer.assumed[2:] == ("At least 18 (for Exam one)", "Finishes the free course first (for Exam one, Exam two)")


def test_a_condition_that_the_learner_declares_is_not_assumed(tmp_path: Path) -> None:
    answer = plan_for(catalog_of(WORLD, tmp_path), "9cr", "conditions: [free-course]")
    assert answer.assumed[2:] == ("At least 18 (for Exam one)",)
