"""Breaking text for drawings by its width. Pure; Chinese and Latin, no line-start punctuation."""

from functools import lru_cache
from unicodedata import east_asian_width

NOT_FIRST = frozenset("，。、；：？！）》」』】〕”’…—～·,.;:?!)]}%‰℃")
NOT_LAST = frozenset("（《「『【〔“‘([{")
LONGEST = 2_000  # signs that are looked at; no drawing has room for more
WIDE = frozenset("WFA")


def width(text: str, size: float) -> float:
    """About how wide the text will be, in pixels."""
    return sum(_em(char) for char in text) * size


@lru_cache(maxsize=8_192)
def _em(char: str) -> float:
    if east_asian_width(char) in WIDE:
        return 1.0
    if char in "iljtfr.,:;|!'()[] ":
        return 0.33
    return 0.72 if char.isupper() or char in "mwMW@%" else 0.56


def wrap(text: str, *, size: float, limit: float, lines: int) -> list[str]:
    """At most `lines` lines no wider than `limit`, about equally long.

    The last ends in … when something is left.
    """
    return list(_wrapped(text[:LONGEST], size, limit, lines))


@lru_cache(maxsize=8_192)
def _wrapped(text: str, size: float, limit: float, lines: int) -> tuple[str, ...]:
    return tuple(_even(text, size, limit, lines))


def _even(text: str, size: float, limit: float, lines: int) -> list[str]:
    widest = _filled(text, size, limit, lines)
    if len(widest) < 2 or widest[-1].endswith("…"):
        return widest
    longest = max(width(piece.strip(), size) for piece in _pieces(text))
    for narrower in (limit * share / 10 for share in (5, 6, 7, 8, 9)):
        if narrower < longest <= limit:
            continue  # no word is torn only to be even
        even = _filled(text, size, narrower, lines)
        if len(even) == len(widest) and not even[-1].endswith("…"):
            return even
    return widest


def _filled(text: str, size: float, limit: float, lines: int) -> list[str]:
    pieces = _pieces(" ".join(text.split()))
    done: list[str] = []
    line = ""
    while pieces:
        piece = pieces.pop(0)
        if width((line + piece).rstrip(), size) <= limit or not line:
            if width(piece.rstrip(), size) > limit:  # a long word: cut it
                cut = _fitting(piece, size, limit)
                pieces.insert(0, piece[cut:])
                piece = piece[:cut]
                done.append(piece)
                continue
            line += piece
            continue
        done.append(line.rstrip())
        line = ""
        pieces.insert(0, piece.lstrip())
    if line.strip():
        done.append(line.rstrip())
    if len(done) <= lines:
        return done
    return [*done[: lines - 1], _shortened(done[lines - 1], size, limit)]


def _fitting(piece: str, size: float, limit: float) -> int:
    count = 1
    while count < len(piece) and width(piece[: count + 1], size) <= limit:
        count += 1
    return count


def _shortened(line: str, size: float, limit: float) -> str:
    while line and width(line + "…", size) > limit:
        line = line[:-1]
    return line.rstrip() + "…"


def _pieces(text: str) -> list[str]:
    """What may not be torn: a Latin word with its space, a Chinese sign with its punctuation."""
    pieces: list[str] = []
    for char in text:
        wide = east_asian_width(char) in WIDE
        if (pieces and (char in NOT_FIRST or pieces[-1][-1] in NOT_LAST)) or (
            pieces and not wide and not _breaks(pieces[-1][-1])
        ):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _sticks(before: str, char: str) -> bool:
    if char in NOT_FIRST or before in NOT_LAST:
        return True
    return east_asian_width(char) not in WIDE and not _breaks(before)


def _breaks(char: str) -> bool:
    return char in " /-" or east_asian_width(char) in WIDE
