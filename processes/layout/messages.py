"""Message flows between pools that stand above one another: out of the shape to the room between
two pools, through what is in between where nothing stands, and in again."""

from collections.abc import Sequence

from processes.layout.shapes import Box, Point

STEP = 14  # between the levels of two messages in one gap
AIR = 9
SHIFTS = (0, 14, -14, 28, -28, 42, -42)


class Courier:
    """Finds the ways; keeps count of the levels in use between the pools."""

    def __init__(self, frames: Sequence[Box], taken: Sequence[Box]) -> None:
        self.frames = sorted(frames, key=lambda box: box.y)
        self.taken = [box for box in taken if box not in frames]
        self.used: dict[int, int] = {}
        self.met: dict[Box, int] = {}  # how many messages a shape has already
        self.columns: list[tuple[float, float, float]] = []  # x, from, to of upright pieces

    def way(self, source: Box, target: Box) -> list[Point]:
        one, other = self._floor(source), self._floor(target)
        if one == other:
            return self._beside(source, target)
        down = one < other
        gaps = (one + 1, other) if down else (one, other + 1)  # above which frame
        begin_x, end_x = self._anchors(source, target)
        first = self._level(gaps[0], down=down)
        last = first if gaps[0] == gaps[1] else self._level(gaps[1], down=down)
        out = self._climb(source, begin_x, first)
        into = self._climb(target, end_x, last)
        if first == last:
            return _plain([*out, *reversed(into)])
        x = self._free_x(into[-1][0], first, last, None)
        return _plain([*out, (x, first), (x, last), *reversed(into)])

    def _floor(self, box: Box) -> int:
        for place, frame in enumerate(self.frames):
            if frame.y <= box.middle <= frame.bottom:
                return place
        return len(self.frames) - 1 if box.middle > self.frames[-1].bottom else 0

    def _anchors(self, source: Box, target: Box) -> Point:
        """A pool is met where its partner stands."""
        begin, end = source.centre, target.centre
        if source in self.frames:
            begin = min(max(end, source.x + 40), source.right - 10)
        if target in self.frames:
            end = min(max(begin, target.x + 40), target.right - 10)
        return begin, end

    def _level(self, gap: int, *, down: bool) -> float:
        """A line of its own in the room above frame number `gap`."""
        count = self.used[gap] = self.used.get(gap, -1) + 1
        if gap >= len(self.frames):
            return self.frames[-1].bottom + 20 + STEP * count
        return self.frames[gap].y - 20 - STEP * count

    def _climb(self, box: Box, x: float, level: float) -> list[Point]:
        """From the edge of a box to a level, beside what stands in the way."""
        edge, off = (box.bottom, AIR) if level > box.middle else (box.y, -AIR)
        if box in self.frames:
            free = self._free_x(x, edge, level, box)
            return [(free, edge), (free, level)]
        count = self.met[box] = self.met.get(box, -1) + 1
        spots = [x + shift for shift in SHIFTS if box.x + 4 <= x + shift <= box.right - 4]
        for aside in spots:
            if self._is_free(aside, edge + off / 9, level, box):
                self.columns.append((aside, *sorted((edge, level))))
                return [(aside, edge), (aside, level)]
        x = spots[count % len(spots)] if spots else x
        turn = edge + off * (1 + count % 2 * 0.5)
        free = self._free_x(x, turn, level, box)
        return [(x, edge), (x, turn), (free, turn), (free, level)]

    def _free_x(self, wanted: float, one: float, other: float, but: Box | None) -> float:
        """The nearest place where an upright line meets nothing."""
        spots = {wanted}
        for box in self.taken:
            spots |= {box.x - AIR, box.right + AIR, box.x - 2 * AIR, box.right + 2 * AIR}
        spots |= {x + shift for x, _low, _high in self.columns for shift in (-8, 8)}
        for x in sorted(spots, key=lambda x: (abs(x - wanted), x)):
            if self._is_free(x, one, other, but):
                self.columns.append((x, *sorted((one, other))))
                return x
        return wanted

    def _is_free(self, x: float, one: float, other: float, but: Box | None) -> bool:
        low, high = sorted((one, other))
        for box in self.taken:
            if (
                box is not but
                and box.x - 3 < x < box.right + 3
                and box.y < high
                and low < box.bottom
            ):
                return False
        return not any(
            abs(x - other_x) < 5 and begin < high and low < end
            for other_x, begin, end in self.columns
        )

    def _beside(self, source: Box, target: Box) -> list[Point]:
        """Both in one pool, which BPMN forbids and files hold all the same: below its edge."""
        level = self._level(self._floor(source) + 1, down=True)
        out, into = (
            self._climb(source, source.centre, level),
            self._climb(target, target.centre, level),
        )
        return _plain([*out, *reversed(into)])


def _plain(points: list[Point]) -> list[Point]:
    """Without points that say nothing."""
    done: list[Point] = []
    for point in points:
        if done and done[-1] == point:
            continue
        if len(done) > 1 and (
            done[-2][0] == done[-1][0] == point[0] or done[-2][1] == done[-1][1] == point[1]
        ):
            done[-1] = point
            continue
        done.append(point)
    return done
