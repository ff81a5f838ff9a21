from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.catalog.yaml_reader import MAX_SCALAR, read_yaml


def said(text: str | bytes) -> list[tuple[str, int]]:
    data = text.encode() if isinstance(text, str) else text
    return [(problem.code, problem.line) for problem in read_yaml(data, "f.yaml").problems]


def test_values_are_what_both_yaml_versions_say() -> None:
    text = "a: 1\nb: -2.5\nc: true\nd: null\ne: ~\nf: plain text\ng: 'on'\nh: \"012\"\ni: [x, 2]\nj: {k: v}\nl:\n"
    wanted = {"a": 1, "b": -2.5, "c": True, "d": None, "e": None, "f": "plain text", "g": "on", "h": "012"}
    document = read_yaml(text.encode(), "f.yaml")
    assert document.value == {**wanted, "i": ["x", 2], "j": {"k": "v"}, "l": None}
    assert document.problems == ()


@pytest.mark.parametrize(
    "trap",
    [
        "NO",
        "no",
        "yes",
        "On",
        "off",
        "y",
        "N",
        "012",
        "0x1F",
        "0o17",
        "1e3",
        "1.5E-3",
        "12:30",
        "12:30:45",
        "1_000",
        ".5",
        "5.",
        ".inf",
    ],
)
def test_scalars_that_yaml_versions_read_differently_are_refused(trap: str) -> None:
    document = read_yaml(f"country: US\nvalue: {trap}\n".encode(), "f.yaml")
    assert [(problem.code, problem.line, problem.hint) for problem in document.problems] == [
        ("ambiguous", 2, f"quote it: '{trap}'")
    ]


@pytest.mark.parametrize("date", ["2026-11-23", "2026-1-2", "2026-11-23T10:00:00Z"])
def test_unquoted_dates_are_refused_and_quoted_ones_taken(date: str) -> None:
    assert said(f"day: {date}\n") == [("ambiguous", 1)]
    assert said(f"day: '{date}'\n") == []


def test_duplicate_keys_name_both_lines() -> None:
    (problem,) = read_yaml(b"a: 1\nb: 2\na: 3\n", "f.yaml").problems
    assert (problem.code, problem.line) == ("duplicate-key", 3)
    assert "first on line 1" in problem.message


def test_every_mistake_of_a_file_is_reported() -> None:
    assert said("a: NO\nb: 012\na: 1\nc: !!python/name:os.system x\n<<: {d: 1}\n") == [
        ("ambiguous", 1),
        ("ambiguous", 2),
        ("duplicate-key", 3),
        ("tag", 4),
        ("merge-key", 5),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: 'open\n", "bad-yaml", 2),
        ("a: 1\n b: 2\n", "bad-yaml", 2),
        ("a: *nothing\n", "bad-alias", 1),
        ("&a [*a]\n", "bad-alias", 1),
        ("? [a]\n: b\n", "bad-key", 1),
        ("- 1\n---\n- 2\n", "bad-yaml", 2),
        ("x: \x01\n", "bad-yaml", 0),
        ("[" * 50_000, "too-deep", 1),
        ("{a: " * 50_000, "too-deep", 1),
        ("a: " + "x" * (MAX_SCALAR + 1), "too-long", 1),
        ("x" * 10_000_000, "too-long", 1),
    ],
)
def test_what_cannot_be_read_stops_with_one_located_problem(text: str, code: str, line: int) -> None:
    assert said(text)[-1] == (code, line)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\x01", b"a: \x80", b"\x7fELF\x02\x01\x01\x00\x00", b"\x89PNG\r\n\x1a\n\x00"])
def test_binary_files_are_not_text(data: bytes) -> None:
    assert [code for code, _ in said(data)] == ["not-text"]


def test_alias_bombs_are_bounded() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]
    assert said("\n".join(lines))[-1][0] == "alias-bomb"


def test_honest_aliases_work() -> None:
    assert read_yaml(b"a: &x [1, 2]\nb: *x\n", "f").value == {"a": [1, 2], "b": [1, 2]}


def test_lines_and_spans_of_every_path() -> None:
    document = read_yaml(b"a:\n- b: 1\n  c:\n  - 2\n- 3\nd: 4\n", "f")
    assert document.lines[("a", 0, "c", 0)] == 4
    assert document.lines[("d",)] == 6
    assert document.spans[("a",)] == (2, 6)


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    read_yaml(data, "f")


@given(st.text(alphabet="abc:-[]{}&*!'\"\n ,#?|>%@0123456789.~", max_size=200))
def test_no_text_raises(text: str) -> None:
    read_yaml(text.encode(), "f")
