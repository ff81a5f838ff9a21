"""Long lists, written while their records are read: nothing waits for the last record, and memory stays as it is.

Each text is the same as that of a short list, but that the columns of a table are as wide as its first part asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from skillpath.reports import listing
from skillpath.reports.envelope import envelope
from skillpath.reports.list_text import list_data, list_end, list_items, list_rows, list_table
from skillpath.reports.listing import Fields
from skillpath.reports.render import markdown, markdown_rows, plain, plain_head, plain_rows, plain_widths
from skillpath.reports.visible import visible, visible_json, visible_parts

_AT_ONCE = 1000
_NO_ITEMS = '"items": []'
_OPEN, _CLOSE = "[\n  [\n    [", "\n    ]\n  ]\n]"


def parts(rows: Iterable[Fields]) -> Iterator[list[Fields]]:
    """Rows, many at a time: first as many as are measured."""
    rest = iter(rows)
    size = listing.LONG
    while part := list(islice(rest, size)):
        yield part
        size = _AT_ONCE


def long_ids(ids: Iterable[str]) -> Iterator[str]:
    """One id a line."""
    return (f"{visible(id)}\n" for id in ids)


def long_table(kind: str, rows: Iterable[Fields]) -> Iterator[str]:
    """Plain text."""
    widths: list[int] = []
    count = 0
    for part in parts(rows):
        table = visible_parts(list_table(kind, part))
        if not count:
            widths = plain_widths(table)
            yield "".join(f"{line}\n" for line in plain_head(table, widths))
        count += len(part)
        yield "".join(f"{line}\n" for line in plain_rows(table, widths))
    yield f"\n{plain((list_end(kind, count),))}"


def long_markdown(kind: str, rows: Iterable[Fields]) -> Iterator[str]:
    """Markdown."""
    count = 0
    for part in parts(rows):
        table = list_table(kind, part)
        yield markdown_rows(table) if count else markdown((table,))
        count += len(part)
    yield f"\n{markdown((list_end(kind, count),))}"


def long_csv(rows: Iterable[Fields], text: Callable[[list[dict[str, str]], bool], str]) -> Iterator[str]:
    """CSV, by a function that writes rows with or without a heading."""
    for number, part in enumerate(parts(rows)):
        yield visible(text(list_rows(part), number == 0))


def long_json(kind: str, rows: Iterable[Fields], count: int, warnings: Sequence[str]) -> Iterator[str]:
    """The envelope of ``list/1`` around so many items."""
    import json

    start, _, end = envelope("list", "success", list_data(kind, [], count), warnings=warnings).partition(_NO_ITEMS)
    yield f'{start}"items": ['
    before = ""
    for part in parts(rows):
        text = json.dumps([[list(list_items(part))]], indent=2, sort_keys=True, ensure_ascii=False)
        yield before + visible_json(text.removeprefix(_OPEN).removesuffix(_CLOSE))
        before = ","
    yield f"\n    ]{end}"
