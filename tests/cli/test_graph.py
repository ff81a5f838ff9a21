from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ElementTree

import networkx as nx
import pytest

from skillpath.planner.export import EDGE, NODE
from skillpath.reports.graph import graph_dot, graph_graphml, graph_mermaid, mermaid_id
from tests.cli.small import Runner, small_runner

DOT = r"""digraph skillpath {
  rankdir=LR;
  node [fontname="Helvetica"];
  edge [fontname="Helvetica"];
  "course:intro-networks" [label="Introduction to Networks\nlower", class="course", shape=note];
  "credential:base" [label="Base\ncourse, 20 h", class="credential", shape=box];
  "credential:plus" [label="Plus \"X\" & <Y>\ncertification, 60 h", class="credential", shape=box];
  "credential:side" [label="Side\nbadge, 1 h", class="credential", shape=box];
  "role:helper" [label="Helper\nentry level", class="role", shape=doubleoctagon, style="bold"];
  "skill:networking" [label="Networking\nlevel 2", class="skill", shape=ellipse];
  "skill:routing" [label="Routing", class="skill", shape=ellipse];
  "skill:support" [label="User Support\nlevel 1", class="skill", shape=ellipse];
  "credential:base" -> "credential:plus" [label="requires", class="requires"];
  "credential:base" -> "skill:support" [label="teaches, level 1", class="teaches"];
  "credential:plus" -> "course:intro-networks" [label="counts as, 3 h", class="counts_as", style=dotted];
  "credential:plus" -> "role:helper" [label="recognises", class="recognises", color=darkgreen];
  "credential:plus" -> "skill:networking" [label="teaches, level 2", class="teaches"];
  "credential:plus" -> "skill:support" [label="teaches, level 1", class="teaches"];
  "credential:side" -> "skill:routing" [label="teaches, level 2", class="teaches"];
  "skill:networking" -> "role:helper" [label="asks, level 2, a must", class="asks", color=blue];
  "skill:routing" -> "skill:networking" [label="broader", class="broader", arrowhead=empty];
  "skill:support" -> "credential:plus" [label="requires, level 1", class="requires"];
  "skill:support" -> "role:helper" [label="asks, level 1, importance 0.6", class="asks", color=blue];
}
"""

MERMAID = """flowchart LR
  credential_side["Side<br/>badge, 1 h"]
  credential_slow["Slow<br/>course, 90 h, dominated by side"]
  skill_routing(["Routing<br/>level 1"])
  credential_side -->|"teaches, level 2"| skill_routing
  credential_slow -->|"teaches, level 2"| skill_routing
  classDef target stroke-width:3px
  class skill_routing target
  classDef dominated stroke-dasharray:4
  class credential_slow dominated
"""

DOMINATED = "warning: 1 left out, since a better credential replaces each of them; `--all` draws them\n"


@pytest.fixture(name="small")
def _small(skillpath: Runner, tmp_path, monkeypatch) -> Runner:
    return small_runner(skillpath, tmp_path, monkeypatch)


def edges_of(small: Runner, *arguments: str) -> dict[tuple[str, str], dict[str, object]]:
    data = json.loads(small("graph", *arguments, "--json").out)["data"]
    return {(edge["source"], edge["target"]): edge for edge in data["edges"]}


def test_dot_is_the_default(small: Runner) -> None:
    assert small("graph", "--target", "helper") == (0, DOT, DOMINATED)
    assert small("graph", "-t", "helper", "--format", "dot", "-q") == (0, DOT, "")


def test_dot_is_balanced(small: Runner) -> None:
    text = re.sub(r'"(?:[^"\\\n]|\\.)*"', "_", small("graph", "-t", "helper", "--all").out)
    assert '"' not in text
    assert text.count("{") == text.count("}") == 1
    assert text.count("[") == text.count("]")


def test_mermaid_marks_what_is_dominated(small: Runner) -> None:
    assert small("graph", "-t", "skill:routing:1", "--all", "-f", "mermaid") == (0, MERMAID, "")


def test_mermaid_escapes_markup(small: Runner) -> None:
    out = small("graph", "-t", "helper", "-f", "mermaid").out
    assert '  credential_plus["Plus #34;X#34; #38; #60;Y#62;<br/>certification, 60 h"]\n' in out


def test_mermaid_ids_are_plain_and_stay_apart() -> None:
    ids = [f"{kind}:{id}" for kind in ("skill", "role") for id in ("a-b", "a.b", "a_b", "end", "a-b_c", "a_b-c")]
    made = {mermaid_id(id) for id in ids}
    assert len(made) == len(ids)
    assert all(re.fullmatch(r"\w+", id, re.ASCII) for id in made)


def test_graphml_is_read_by_networkx(small: Runner) -> None:
    graph = nx.parse_graphml(small("graph", "-t", "helper", "--all", "-f", "graphml").out)
    assert graph.is_directed()
    assert graph.nodes["credential:plus"] == {
        "type": "credential",
        "name": 'Plus "X" & <Y>',
        "kind": "certification",
        "level": "2",
        "hours": "60",
        "target": "false",
    }
    assert graph.nodes["credential:slow"]["dominated_by"] == "side"
    assert graph.edges["skill:support", "role:helper"] == {"type": "asks", "level": "1", "importance": "0.6"}


def test_graphml_keys_are_unique(small: Runner) -> None:
    root = ElementTree.fromstring(small("graph", "-t", "helper", "-f", "graphml").out)
    keys = [key.get("id") for key in root if key.tag.endswith("key")]
    assert len(keys) == len(set(keys)) > len(EDGE)


def test_json_is_node_link_data_in_the_envelope(small: Runner) -> None:
    answer = json.loads(small("graph", "-t", "helper", "--format", "json").out)
    assert (answer["schema"], answer["status"], len(answer["warnings"])) == ("graph/1", "success", 1)
    data = answer["data"]
    assert data["graph"] == {"targets": ["role:helper"], "dominated": 1, "unknown": 0, "postponed": 0}
    assert all(sorted(node) == sorted((*NODE, "id")) for node in data["nodes"])
    assert all(sorted(edge) == sorted((*EDGE, "source", "target")) for edge in data["edges"])
    graph = nx.node_link_graph(data, edges="edges")
    assert graph.nodes["skill:support"]["held"] is False
    assert graph.edges["credential:plus", "course:intro-networks"]["hours"] == "3"


def test_dominated_credentials_are_drawn_with_all(small: Runner) -> None:
    def ids(*more: str) -> list[str]:
        nodes = json.loads(small("graph", "-t", "routing", *more, "--json").out)["data"]["nodes"]
        return [node["id"] for node in nodes]

    assert ids() == ["credential:side", "skill:routing"]
    assert ids("--all") == ["credential:side", "credential:slow", "skill:routing"]


def test_alternatives_are_told_from_needs(small: Runner) -> None:
    found = edges_of(small, "-t", "credential:twin", "--allow-unknown")
    assert {start: edge["way"] for (start, end), edge in found.items() if end == "credential:twin"} == {
        "credential:base": "any",
        "credential:plus": "any",
        "credential:side": "any",
    }
    assert found["credential:base", "credential:plus"]["way"] == "all"
    mermaid = small("graph", "-t", "credential:twin", "--allow-unknown", "-f", "mermaid").out
    assert '  credential_side -.->|"requires, one of several"| credential_twin\n' in mermaid


def test_what_is_held_leaves_the_graph(small: Runner) -> None:
    nodes = json.loads(small("graph", "-t", "helper", "--have", "base", "--json").out)["data"]["nodes"]
    by_id = {node["id"]: node for node in nodes}
    assert "credential:base" not in by_id
    assert by_id["skill:support"]["held"] is True


def test_a_target_that_is_reached_says_so(small: Runner) -> None:
    found = small("graph", "-t", "credential:base", "--have", "base", "-f", "graphml")
    assert found.status == 0
    assert found.err == "warning: no credential leads there: it is reached already, or the catalogue has no way to it\n"
    assert len(nx.parse_graphml(found.out)) == 0


def test_unknown_figures_are_told(small: Runner) -> None:
    found = small("graph", "-t", "credential:twin")
    assert "warning: 1 left out, since nobody could find their price or length; `--allow-unknown` draws them\n" in found.err


def test_a_credit_target_leads_to_courses(small: Runner) -> None:
    found = edges_of(small, "-t", "3cr")
    assert found["credential:plus", "course:intro-networks"]["type"] == "counts_as"


def test_established_asks_the_full_level(small: Runner) -> None:
    found = edges_of(small, "-t", "helper", "--established", "--skills-only", "--every-skill")
    assert found["skill:networking", "role:helper"]["level"] == 3


@pytest.mark.parametrize(
    ("ending", "start"),
    [(".dot", "digraph"), (".gv", "digraph"), (".mmd", "flowchart"), (".graphml", "<?xml"), (".json", "{"), (".txt", "digraph")],
)
def test_the_ending_of_the_file_picks_the_format(small: Runner, tmp_path, ending: str, start: str) -> None:
    file = tmp_path / f"graph{ending}"
    assert small("graph", "-t", "helper", "-q", "-o", str(file)) == (0, "", "")
    assert file.read_text(encoding="utf-8").startswith(start)


def test_output_does_not_change(small: Runner) -> None:
    for format in ("dot", "mermaid", "graphml", "json"):
        assert small("graph", "-t", "helper", "-f", format).out == small("graph", "-t", "helper", "-f", format).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("-t helpr", "error: no target is called `helpr`\nhint: did you mean `helper`?\n"),
        ("-t helper --json -f dot", "error: `--json` and `--format dot` contradict each other\n"),
    ],
)
def test_wrong_usage(small: Runner, arguments: str, said: str) -> None:
    found = small("graph", *arguments.split())
    assert (found.status, found.err) == (2, said)


def test_an_unknown_format_names_the_known_ones(small: Runner) -> None:
    found = small("graph", "-t", "helper", "-f", "png")
    assert (found.status, found.out) == (2, "")
    assert "mermaid" in found.err


def test_hostile_names_stay_inside_their_quotes() -> None:
    graph: nx.DiGraph = nx.DiGraph(dominated=0, unknown=0)
    name = 'a"]; evil [label="\\"\x07\n`&]'
    graph.add_node("skill:a", **dict.fromkeys(NODE))
    graph.nodes["skill:a"].update(type="skill", name=name, target=False)
    assert '"skill:a" [label="a\\"]; evil [label=\\"\\\\\\"\x07\\n`&]", class="skill", shape=ellipse];' in graph_dot(graph)
    assert 'skill_a(["a#34;]; evil [label=#34;#92;#34;\x07<br/>#96;#38;]"])' in graph_mermaid(graph)
    text = graph_graphml(graph)
    assert nx.parse_graphml(text).nodes["skill:a"]["name"] == name.replace("\x07", "\ufffd")
    assert io.StringIO(text).readline() == '<?xml version="1.0" encoding="utf-8"?>\n'


def test_where_too_much_leads_there_not_all_is_followed(small: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillpath.planner.relevant.FEW", 0)
    monkeypatch.setattr("skillpath.planner.relevant.MOST_AT_ONCE", 0)
    whole = small("graph", "-t", "plus")
    assert '"credential:base" -> "credential:plus"' in whole.out
    assert "require is left out" not in whole.err
    monkeypatch.setattr("skillpath.planner.export.MOST_FOLLOWED", 0)
    part = small("graph", "-t", "plus")
    assert '"credential:plus"' in part.out
    assert "credential:base" not in part.out
    assert "warning: what 1 of the credentials require is left out, since so much leads there" in part.err.splitlines()
