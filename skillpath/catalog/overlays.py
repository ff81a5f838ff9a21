"""Records with what later catalogues change of them, merged when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from skillpath.catalog.convert import Mistake, convert
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.layers import dotted
from skillpath.catalog.store import Overlay
from skillpath.errors import Problem


def merge(base: AnyRecord, overlays: Sequence[Overlay]) -> tuple[AnyRecord | None, list[Mistake]]:
    """A record with its overlays laid over it, field by field; its origin is that of the last one."""
    value: dict[str, Any] = msgspec.to_builtins(base)
    for overlay in overlays:
        value.update(overlay.fields)
    value["origin"] = msgspec.to_builtins(overlays[-1].origin)
    return convert(value, KINDS[overlays[-1].kind])


def problems_of(base: AnyRecord, overlays: Sequence[Overlay]) -> Iterator[Problem]:
    """What is wrong with a record once its overlays are laid over it."""
    for mistake in merge(base, overlays)[1]:
        top = mistake.path[0] if mistake.path else None
        part = next((overlay for overlay in reversed(overlays) if top in overlay.fields), overlays[-1])
        ends = (part.lines.get(dotted(mistake.path[:end])) for end in range(len(mistake.path), 0, -1))
        line = next((line for line in ends if line), part.origin.line)
        where = f"{part.kind}:{part.id}"
        yield Problem(mistake.code, mistake.message, part.origin.file, line, where, dotted(mistake.path), mistake.hint)
