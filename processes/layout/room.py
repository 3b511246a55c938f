"""Finding room in a drawing that is there already, and a way between two shapes of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from processes.layout.shapes import Box, Point

GAP = 40
AIR = 14
STEP = 20
REACH = 22  # steps to each side that are tried
TRIED = 60  # of the nearest free places, to see what the lines to them would cross
MOST_WAYS = 3
CROSSED = 400.0  # what a line behind a shape counts for, in pixels of distance


class Ways(NamedTuple):
    """What leads to a shape that is to be placed, and where it leads to."""

    before: list[Box]
    behind: list[Box]


def around(boxes: Sequence[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    left, top = min(b.x for b in boxes), min(b.y for b in boxes)
    right, bottom = max(b.right for b in boxes), max(b.bottom for b in boxes)
    return Box(left, top, right - left, bottom - top)


def holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and inner.right <= outer.right
        and outer.y <= inner.y
        and inner.bottom <= outer.bottom
    )


def free_spot(
    size: tuple[float, float],
    beside: Box,
    region: Box | None,
    taken: Sequence[Box],
    lines: Sequence[Sequence[Point]],
    ways: Ways,
) -> Box:
    """The nearest free place right of `beside`, else around it; smaller where there is no room."""
    near = _window(beside)
    taken = [box for box in taken if box.meets(near)]
    spans = (_span(one, other) for points in lines for one, other in pairwise(points))
    pieces = [piece for piece in spans if piece.meets(near)]
    for share in (1.0, 0.75, 0.5):
        wide, high = size[0] * share, size[1] * share
        wished = (beside.right + GAP, beside.middle - high / 2)
        free = [
            box
            for box in _places(wished, wide, high)
            if (region is None or holds(region, box)) and not _is_taken(box, taken)
        ]
        best = sorted(free, key=lambda box: _cost(box, wished, pieces))[:TRIED]
        if best:
            return min(best, key=lambda b: _cost(b, wished, pieces) + _crossings(b, ways, taken))
    return Box(beside.x + STEP, beside.y + STEP, size[0] / 2, size[1] / 2)


def _crossings(box: Box, ways: Ways, taken: Sequence[Box]) -> float:
    """What the lines to and from this place would run through."""
    runs = [way(one, box, taken) for one in ways.before[:MOST_WAYS]]
    runs += [way(box, one, taken) for one in ways.behind[:MOST_WAYS]]
    return 2 * CROSSED * sum(_hits(points, taken) for points in runs)


def _hits(points: Sequence[Point], taken: Sequence[Box]) -> int:
    """Shapes that a line runs through, the two at its ends only where it leaves their edge."""
    spans = [_span(a, b) for a, b in pairwise(points)]
    return sum(any(span.meets(_inside(box)) for span in spans) for box in taken)


def _inside(box: Box) -> Box:
    return Box(box.x + 2, box.y + 2, max(box.width - 4, 0), max(box.height - 4, 0))


def _window(beside: Box) -> Box:
    far = STEP * REACH + 250
    return Box(beside.x - far, beside.y - far, beside.width + 2 * far, beside.height + 2 * far)


def _places(wished: Point, wide: float, high: float) -> Iterator[Box]:
    for down in range(-REACH, REACH + 1):
        for along in range(-REACH, REACH + 1):
            yield Box(wished[0] + along * STEP, wished[1] + down * STEP, wide, high)


def _is_taken(box: Box, taken: Sequence[Box]) -> bool:
    roomy = Box(box.x - AIR, box.y - AIR, box.width + 2 * AIR, box.height + 2 * AIR)
    return any(roomy.meets(other) for other in taken)


def _cost(box: Box, wished: Point, pieces: Sequence[Box]) -> float:
    far = abs(box.x - wished[0]) + abs(box.y - wished[1])
    return far + CROSSED * sum(1 for piece in pieces if piece.meets(box))


def _span(one: Point, other: Point) -> Box:
    x, y = min(one[0], other[0]), min(one[1], other[1])
    return Box(x, y, max(abs(one[0] - other[0]), 1), max(abs(one[1] - other[1]), 1))


def way(source: Box, target: Box, taken: Sequence[Box] = ()) -> list[Point]:
    """The plainest line that runs through the fewest shapes; a loop goes round below."""
    if source == target:
        low, right = source.bottom + AIR, source.right + AIR
        begin, end = (source.right, source.middle), (source.centre, source.bottom)
        return [begin, (right, begin[1]), (right, low), (end[0], low), end]
    ways = [_facing(source, target), *_detours(source, target)]
    return min(ways, key=lambda points: _hits(points, taken))


def _detours(source: Box, target: Box) -> Iterator[list[Point]]:
    """Below both, above both, over a corner."""
    low = max(source.bottom, target.bottom) + AIR
    high = min(source.y, target.y) - AIR
    begin, end = source.centre, target.centre
    yield [(begin, source.bottom), (begin, low), (end, low), (end, target.bottom)]
    yield [(begin, source.y), (begin, high), (end, high), (end, target.y)]
    side = source.right if end > begin else source.x
    if not target.y <= source.middle <= target.bottom:
        edge = target.y if target.y > source.middle else target.bottom
        yield [(side, source.middle), (end, source.middle), (end, edge)]


def _facing(source: Box, target: Box) -> list[Point]:
    """Out of the side that faces the target, with two corners at most."""
    if target.x >= source.right or target.right <= source.x:
        begin, end = (
            ((source.right, source.middle), (target.x, target.middle))
            if target.x >= source.right
            else ((source.x, source.middle), (target.right, target.middle))
        )
        if abs(begin[1] - end[1]) < 1:
            return [begin, end]
        turn = (begin[0] + end[0]) / 2
        return [begin, (turn, begin[1]), (turn, end[1]), end]
    if target.y >= source.bottom or target.bottom <= source.y:
        begin, end = (
            ((source.centre, source.bottom), (target.centre, target.y))
            if target.y >= source.bottom
            else ((source.centre, source.y), (target.centre, target.bottom))
        )
        if abs(begin[0] - end[0]) < 1:
            return [begin, end]
        turn = (begin[1] + end[1]) / 2
        return [begin, (begin[0], turn), (end[0], turn), end]
    return [(source.centre, source.middle), (target.centre, target.middle)]
