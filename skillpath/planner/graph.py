"""The relevant part as a NetworkX graph: who supplies what to whom, for cycles and for export."""

from __future__ import annotations

import networkx as nx

from skillpath.catalog.requirements import HasAward, HasCredential, HasDegree, KnowsSkill, atoms
from skillpath.planner.candidates import Candidate, Candidates


def prerequisite_graph(candidates: dict[str, Candidate], source: Candidates) -> nx.DiGraph[str]:
    """Edges from each credential to those whose prerequisites it can serve, through the skills it teaches."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(candidates)
    for candidate in candidates.values():
        for atom in atoms(candidate.needs):
            node = _atom_node(atom)
            is_new = node not in graph
            graph.add_edge(node, candidate.id)
            if is_new and isinstance(atom, KnowsSkill | HasDegree):
                suppliers = (candidates.get(id) for id in source.suppliers(atom))
                graph.add_edges_from((found.id, node) for found in suppliers if found and source.supplies(found, atom))
    return graph


def _atom_node(atom: object) -> str:
    match atom:
        case HasCredential(id):
            return id
        case KnowsSkill(skill, level):
            return f"skill:{skill}:{level}"
        case HasAward(award, field):
            return f"award:{award}:{field}"
        case HasDegree(award, field):
            return f"degree:{award}:{field}"
    raise TypeError(atom)


def prerequisite_cycles(candidates: dict[str, Candidate], source: Candidates) -> list[list[str]]:
    """The credentials of each cycle of possible prerequisites, sorted."""
    components = nx.strongly_connected_components(prerequisite_graph(candidates, source))
    cycles = (sorted(id for id in component if id in candidates) for component in components)
    return sorted(cycle for cycle in cycles if len(cycle) > 1)
