"""A typed graph as text: DOT, Mermaid, GraphML, and node-link data for JSON."""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

DOT_NODES = {
    "credential": "shape=box",
    "skill": "shape=ellipse",
    "role": "shape=doubleoctagon",
    "course": "shape=note",
}
DOT_EDGES = {"broader": "arrowhead=empty", "recognises": "color=darkgreen", "asks": "color=blue", "counts_as": "style=dotted"}
MERMAID_NODES = {"credential": '["{}"]', "skill": '(["{}"])', "role": '{{{{"{}"}}}}', "course": '[/"{}"/]'}
MERMAID_MOST_EDGES = 500

_MERMAID_SPECIAL = re.compile(r'[&<>"#`\\]')
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def graph_dot(graph: nx.DiGraph[str]) -> str:
    """Graphviz DOT. The `class` of every node and edge is its type, for style sheets."""
    lines = ["digraph skillpath {", "  rankdir=LR;", '  node [fontname="Helvetica"];', '  edge [fontname="Helvetica"];']
    lines += [f"  {_quoted(id)} [{_dot_node(data)}];" for id, data in graph.nodes(data=True)]
    lines += [f"  {_quoted(start)} -> {_quoted(end)} [{_dot_edge(data)}];" for start, end, data in graph.edges(data=True)]
    return "\n".join([*lines, "}"]) + "\n"


def _dot_node(data: dict[str, Any]) -> str:
    style = [*(["bold"] if data["target"] else []), *(["dashed"] if data["dominated_by"] else [])]
    styles = f', style="{",".join(style)}"' if style else ""
    return f'label={_quoted(_label(data))}, class="{data["type"]}", {DOT_NODES[data["type"]]}{styles}'


def _dot_edge(data: dict[str, Any]) -> str:
    style = DOT_EDGES.get(data["type"], "style=dashed" if data["way"] == "any" else "")
    return f'label={_quoted(edge_label(data))}, class="{data["type"]}"' + (f", {style}" if style else "")


def _quoted(text: str) -> str:
    r"""A DOT string: quotes and backslashes escaped, lines broken by ``\n``."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n") + '"'


def _label(data: dict[str, Any]) -> str:
    """The name, and under it what is known of the node."""
    parts = [data["kind"] or ""]
    if data["type"] == "skill":
        parts.append(f"level {data['level']}" if data["level"] else "")
        parts.append("held" if data["held"] else "")
    elif data["type"] == "credential":
        parts.append(f"{data['hours']} h" if data["hours"] else "hours unknown")
    if data["dominated_by"]:
        parts.append(f"dominated by {data['dominated_by']}")
    told = ", ".join(part for part in parts if part)
    return f"{data['name']}\n{told}" if told else str(data["name"])


def edge_label(data: dict[str, Any]) -> str:
    """``teaches, level 2``."""
    parts = [data["type"].replace("_", " ")]
    if data["way"] == "any":
        parts.append("one of several")
    if data["level"] is not None:
        parts.append(f"level {data['level']}")
    if data["importance"] is not None:
        parts.append("a must" if data["importance"] == "1" else f"importance {data['importance']}")
    if data["hours"] is not None:
        parts.append(f"{data['hours']} h")
    return ", ".join(parts)


def graph_mermaid(graph: nx.DiGraph[str]) -> str:
    """A Mermaid flow chart."""
    lines = ["flowchart LR"]
    lines += [f"  {mermaid_id(id)}{_mermaid_node(data)}" for id, data in graph.nodes(data=True)]
    for start, end, data in graph.edges(data=True):
        arrow = "-.->" if data["way"] == "any" else "-->"
        lines.append(f'  {mermaid_id(start)} {arrow}|"{_mermaid_text(edge_label(data))}"| {mermaid_id(end)}')
    marked = {name: [mermaid_id(id) for id, data in graph.nodes(data=True) if data[key]] for name, key in _CLASSES.items()}
    for name, style in (("target", "stroke-width:3px"), ("dominated", "stroke-dasharray:4")):
        if marked[name]:
            lines += [f"  classDef {name} {style}", f"  class {','.join(marked[name])} {name}"]
    return "\n".join(lines) + "\n"


_CLASSES = {"target": "target", "dominated": "dominated_by"}


def mermaid_id(id: str) -> str:
    """A node id of letters, digits and underscores: catalogue ids stay apart, since they never double a separator."""
    return id.replace("_", "___").replace(".", "__").replace("-", "_").replace(":", "_")


def _mermaid_node(data: dict[str, Any]) -> str:
    return MERMAID_NODES[data["type"]].format(_mermaid_text(_label(data)))


def _mermaid_text(text: str) -> str:
    """Text inside quotes: what Mermaid or HTML would read as markup as character codes, lines broken by ``<br/>``."""
    return _MERMAID_SPECIAL.sub(lambda found: f"#{ord(found[0])};", text).replace("\r", "").replace("\n", "<br/>")


def graph_graphml(graph: nx.DiGraph[str]) -> str:
    """GraphML in which every attribute is text; what is unknown is left out."""
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from((id, _texts(data)) for id, data in graph.nodes(data=True))
    plain.add_edges_from((start, end, _texts(data)) for start, end, data in graph.edges(data=True))
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return "\n".join([head, *nx.generate_graphml(plain)]) + "\n"


def _texts(data: dict[str, Any]) -> dict[str, str]:
    return {key: _xml_text(value) for key, value in data.items() if value is not None}


def _xml_text(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return _NOT_XML.sub("\ufffd", text)


def graph_data(graph: nx.DiGraph[str]) -> dict[str, Any]:
    """The `data` of schema ``graph/1``: the node-link form that NetworkX, D3 and others read."""
    return {
        "directed": True,
        "multigraph": False,
        "graph": {
            "targets": [id for id, data in graph.nodes(data=True) if data["target"]],
            **graph.graph,
        },
        "nodes": [{"id": id, **data} for id, data in graph.nodes(data=True)],
        "edges": [{"source": start, "target": end, **data} for start, end, data in graph.edges(data=True)],
    }
