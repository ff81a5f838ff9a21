"""`skillpath graph`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skillpath.cli.app import command_app
from skillpath.cli.options import (
    AsOfOption,
    CatalogOption,
    CurrencyOption,
    HaveOption,
    JsonOption,
    KnowOption,
    NoShippedOption,
    OutputOption,
    PaceOption,
    ProfileOption,
    QuietOption,
    ResidenceOption,
    StartOption,
)
from skillpath.cli.output import write_file
from skillpath.cli.session import LearnerOptions, Session, open_session
from skillpath.errors import SkillpathError
from skillpath.planner.request import Limits, Request, Target
from skillpath.reports.visible import visible

if TYPE_CHECKING:
    import networkx as nx

app = command_app()

EXAMPLES = """The part of the catalogue that leads to a target, as a graph to draw or to compute with.

\b
Examples:
  skillpath graph --target "data analyst" | dot -Tsvg > data-analyst.svg
  skillpath graph --target "data analyst" --format mermaid
  skillpath graph --target comptia-network-plus --have comptia-a-plus --all
  skillpath graph --target "sql:2, python:2" --output skills.graphml
  skillpath graph --target 12cr --json | jq '.data.edges[] | select(.type == "counts_as")'

Nodes are credentials, skills, the role and common courses; edges say who teaches, requires, recognises, asks or counts as what.
Credentials that a better one replaces in every stack are left out unless `--all`. The ending of `--output` (.dot, .gv, .mmd,
.graphml, .json) picks the format. Exit status: 0 written, 2 wrong usage, 3 bad input.
"""


class GraphFormat(StrEnum):
    """How a graph is written."""

    dot = "dot"
    mermaid = "mermaid"
    graphml = "graphml"
    json = "json"


ENDINGS = {
    ".dot": GraphFormat.dot,
    ".gv": GraphFormat.dot,
    ".mmd": GraphFormat.mermaid,
    ".mermaid": GraphFormat.mermaid,
    ".graphml": GraphFormat.graphml,
    ".json": GraphFormat.json,
}


@app.command("graph", help=EXAMPLES)
def graph_command(
    target: Annotated[list[str], typer.Option("--target", "-t", metavar="TARGET", help="What it should lead to.")],
    all: Annotated[bool, typer.Option("--all", help="Also credentials that a better one replaces, marked.")] = False,
    established: Annotated[
        bool, typer.Option("--established", help="The level of an established worker, not of an entry-level hire.")
    ] = False,
    skills_only: Annotated[
        bool, typer.Option("--skills-only", help="Do not ask for a credential that employers recognise.")
    ] = False,
    upper: Annotated[int, typer.Option(min=0, metavar="HOURS", help="Upper-division hours of a credit target.")] = 0,
    every_skill: Annotated[
        bool, typer.Option("--every-skill", help="What teaches any skill of the role, not only its must-haves.")
    ] = False,
    free_only: Annotated[bool, typer.Option("--free-only", help="Only what costs nothing.")] = False,
    allow_unknown: Annotated[
        bool, typer.Option("--allow-unknown", help="Also credentials whose price or hours nobody could find.")
    ] = False,
    have: HaveOption = None,
    know: KnowOption = None,
    pace: PaceOption = None,
    start: StartOption = None,
    residence: ResidenceOption = None,
    currency: CurrencyOption = None,
    as_of: AsOfOption = None,
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: Annotated[
        GraphFormat | None, typer.Option("--format", "-f", help="How to write the graph.", show_default="dot")
    ] = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    from skillpath.planner.target import TargetOptions, read_target

    chosen = _format(format, json, output)
    options = LearnerOptions(profile, have, know, pace, start, residence, currency, as_of)
    session = open_session(options, catalog, no_shipped, quiet)
    wanted = read_target(target, session.catalog, TargetOptions(established, skills_only, upper))
    limits = Limits(free_only=free_only, readiness=0 if every_skill else None)
    graph = _graph(wanted, limits, allow_unknown, all, session)
    notes = [*session.warnings, *_notes(graph, chosen, all)]
    if not quiet:
        for note in notes:
            print(f"warning: {visible(note)}", file=sys.stderr)
    _put(visible(_text(graph, chosen, notes)), output)
    return 0


def _format(format: GraphFormat | None, json: bool, output: str | None) -> GraphFormat:
    if json and format not in (None, GraphFormat.json):
        raise SkillpathError("usage", f"`--json` and `--format {format}` contradict each other")
    if json or format is not None:
        return format or GraphFormat.json
    return ENDINGS.get(Path(output or "").suffix.lower(), GraphFormat.dot)


def _graph(target: Target, limits: Limits, allow_unknown: bool, all: bool, session: Session) -> nx.DiGraph[str]:
    from skillpath.planner.candidates import Candidates
    from skillpath.planner.export import typed_graph

    source = Candidates(session.catalog, session.learner, limits, allow_unknown)
    return typed_graph(source, Request(target, limits=limits, allow_unknown=allow_unknown), with_dominated=all)


def _notes(graph: nx.DiGraph[str], format: GraphFormat, all: bool) -> list[str]:
    from skillpath.reports.graph import MERMAID_MOST_EDGES

    notes = []
    if not any(data["type"] == "credential" for _, data in graph.nodes(data=True)):
        notes.append("no credential leads there: it is reached already, or the catalogue has no way to it")
    dominated, unknown = graph.graph["dominated"], graph.graph["unknown"]
    if dominated and not all:
        notes.append(f"{dominated} left out, since a better credential replaces each of them; `--all` draws them")
    if unknown:
        notes.append(f"{unknown} left out, since nobody could find their price or length; `--allow-unknown` draws them")
    if postponed := graph.graph["postponed"]:
        notes.append(f"what {postponed} of the credentials require is left out, since so much leads there")
    if format is GraphFormat.mermaid and graph.number_of_edges() > MERMAID_MOST_EDGES:
        notes.append(f"Mermaid draws {MERMAID_MOST_EDGES} edges unless its `maxEdges` is raised; `--format dot` draws all")
    return notes


def _text(graph: nx.DiGraph[str], format: GraphFormat, warnings: list[str]) -> str:
    from skillpath.reports.envelope import envelope
    from skillpath.reports.graph import graph_data, graph_dot, graph_graphml, graph_mermaid

    match format:
        case GraphFormat.dot:
            return graph_dot(graph)
        case GraphFormat.mermaid:
            return graph_mermaid(graph)
        case GraphFormat.graphml:
            return graph_graphml(graph)
        case GraphFormat.json:
            return envelope("graph", "success", graph_data(graph), warnings=warnings)


def _put(text: str, file: str | None) -> None:
    if file is None or file == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_file(Path(file), text)
