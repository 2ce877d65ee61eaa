"""Which village lies on the other side of an edge, also where two boundaries do not share their points exactly."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Point = tuple[int, int]
REACH = 6


def _samples(start: Point, end: Point) -> Iterable[Point]:
    """Points along an edge, at most REACH / 3 apart."""
    steps = max(1, max(abs(end[0] - start[0]), abs(end[1] - start[1])) * 3 // REACH)
    for at in range(steps):
        yield start[0] + (end[0] - start[0]) * at // steps, start[1] + (end[1] - start[1]) * at // steps


class Nearness:
    """Looks up the nearest boundary point of another village within REACH grid units."""

    def __init__(self, rings: Mapping[str, Iterable[list[Point]]]) -> None:
        self.cells: dict[Point, list[tuple[Point, str]]] = defaultdict(list)
        for code, own in rings.items():
            for ring in own:
                for start, end in zip(ring, ring[1:] + ring[:1], strict=True):
                    for point in _samples(start, end):
                        self.cells[point[0] // REACH, point[1] // REACH].append((point, code))

    def other_side(self, owner: str, start: Point, end: Point) -> str:
        """The code of the nearest other village at the middle of an edge; empty at the outer edge of the district."""
        x, y = (start[0] + end[0]) // 2, (start[1] + end[1]) // 2
        column, row = x // REACH, y // REACH
        around = [self.cells.get((column + c, row + r), ()) for c in (-1, 0, 1) for r in (-1, 0, 1)]
        near = [((p[0] - x) ** 2 + (p[1] - y) ** 2, code) for cell in around for p, code in cell if code != owner]
        distance, code = min(near, default=(REACH**2 + 1, ""))
        return code if distance <= REACH**2 else ""
