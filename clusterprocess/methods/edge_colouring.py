"""Edge colouring of bipartite graphs: talks into rounds, so that nobody has two talks in one round.

Pure graph work without any threshold; used by the meeting plan (TT1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

Edge = tuple[str, str]
Node = tuple[int, str]


def even_rounds(edges: Iterable[Edge], rounds: int) -> list[list[Edge]]:
    """Split edges into at most ``rounds`` classes without common ends, their sizes as even as possible.

    Args:
        edges: pairs of a left and a right party; the same name left and right means two different parties.
        rounds: number of classes; at least the highest number of edges at one party.

    Returns:
        The non-empty classes. Edge by edge a free colour is taken at both ends; where none is free at both, two
        colours are swapped along an alternating path. Afterwards classes whose sizes differ by two or more are
        balanced along such paths, so that sizes differ by at most one.

    Raises:
        ValueError: a party has more edges than there are rounds.
    """
    colour: dict[Edge, int] = {}
    at: dict[Node, dict[int, Edge]] = defaultdict(dict)
    for edge in sorted(edges):
        left, right = (0, edge[0]), (1, edge[1])
        free_left = _free(at[left], rounds)
        free_right = _free(at[right], rounds)
        if free_left not in at[right]:
            free_right = free_left
        elif free_right not in at[left]:
            free_left = free_right
        else:
            _swap(_path(right, free_left, free_right, at), free_left, free_right, colour, at)
            free_right = free_left
        _paint(edge, free_right, colour, at)
    if rounds:
        _balance(rounds, colour, at)
    classes = [sorted(edge for edge, c in colour.items() if c == number) for number in range(rounds)]
    return [edges_of for edges_of in classes if edges_of]


def _free(taken: dict[int, Edge], rounds: int) -> int:
    for number in range(rounds):
        if number not in taken:
            return number
    raise ValueError("more edges at one party than rounds")


def _paint(edge: Edge, number: int, colour: dict[Edge, int], at: dict[Node, dict[int, Edge]]) -> None:
    colour[edge] = number
    at[(0, edge[0])][number] = edge
    at[(1, edge[1])][number] = edge


def _path(start: Node, first: int, second: int, at: dict[Node, dict[int, Edge]]) -> list[Edge]:
    """Edges of the alternating path that leaves ``start`` with colour ``first``."""
    found: list[Edge] = []
    node, wanted = start, first
    while wanted in at[node] and (not found or at[node][wanted] != found[0]):
        edge = at[node][wanted]
        found.append(edge)
        node = (1, edge[1]) if node == (0, edge[0]) else (0, edge[0])
        wanted = second if wanted == first else first
    return found


def _swap(path: list[Edge], one: int, other: int, colour: dict[Edge, int], at: dict[Node, dict[int, Edge]]) -> None:
    old = {edge: colour[edge] for edge in path}
    for edge, number in old.items():
        for node in ((0, edge[0]), (1, edge[1])):
            if at[node].get(number) == edge:
                del at[node][number]
    for edge, number in old.items():
        _paint(edge, other if number == one else one, colour, at)


def _balance(rounds: int, colour: dict[Edge, int], at: dict[Node, dict[int, Edge]]) -> None:
    """Move one edge from the fullest to the emptiest class until sizes differ by at most one."""
    while True:
        sizes = [sum(c == number for c in colour.values()) for number in range(rounds)]
        full, empty = max(range(rounds), key=lambda n: (sizes[n], -n)), min(range(rounds), key=lambda n: (sizes[n], n))
        if sizes[full] - sizes[empty] <= 1:
            return
        path = _longer_path(full, empty, colour, at)
        _swap(path, full, empty, colour, at)


def _longer_path(full: int, empty: int, colour: dict[Edge, int], at: dict[Node, dict[int, Edge]]) -> list[Edge]:
    """An alternating path that begins and ends with the fuller colour; one exists because it has more edges."""
    for edge in sorted(e for e, c in colour.items() if c == full):
        for start in ((0, edge[0]), (1, edge[1])):
            if empty not in at[start]:
                path = _path(start, full, empty, at)
                if len(path) % 2 == 1:
                    return path
    raise AssertionError("the fuller class always has such a path")
