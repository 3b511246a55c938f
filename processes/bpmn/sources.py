"""Where a number of minutes comes from, as attributes beside it on our `sop:activity`.

`touch="12"` is followed by `touchSource="measured" touchOf="12" touchN="3" touchLow="10"
touchHigh="15" touchBy="李敏" touchRecord="E04"`. A source speaks for the value it names in `…Of`
and for no other: whatever tool changes the minutes, the source no longer counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml import etree

MEASURED, STATED, ESTIMATED = "measured", "stated", "estimated"
KINDS = frozenset([MEASURED, STATED, ESTIMATED])
LONGEST = 120
MOST_MINUTES = 10**7
_PARTS = ("Source", "Of", "N", "Low", "High", "By", "Record")


@dataclass(frozen=True)
class Source:
    """Why an activity is said to take `value` minutes.

    Measured: the median of `n` laps; `low` and `high` are the quartiles, below four laps the
    shortest and the longest. Stated: by `by`. `record` holds codes of evidence records (“E04”).
    """

    kind: str
    value: Decimal
    n: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    by: str = ""
    record: str = ""

    def as_row(self) -> dict[str, str | int]:
        """For the projection: what is said, in words and numbers that JSON holds."""
        said = {
            "kind": self.kind,
            "value": plain(self.value),
            "n": self.n,
            "low": plain(self.low),
            "high": plain(self.high),
            "by": self.by,
            "record": self.record,
        }
        return {name: value for name, value in said.items() if value not in (None, "")}

    @classmethod
    def of_row(cls, row: Mapping[str, str | int]) -> "Source | None":
        """Back from `as_row`; nothing where nothing was said."""
        names = ("Source", "kind"), ("Of", "value")
        told = {f"x{part}": str(row.get(name, "")) for part, name in names}
        for part in _PARTS[2:]:
            told[f"x{part}"] = str(row.get(part.lower(), ""))
        return read(told, "x", number(told["xOf"]))


def read(given: Mapping[str, str], field: str, value: Decimal | None) -> Source | None:
    """The source of `field` (“touch” or “waiting”), when it speaks for `value`."""
    kind = given.get(f"{field}Source", "")
    if kind not in KINDS or value is None or number(given.get(f"{field}Of")) != value:
        return None
    count = given.get(f"{field}N", "")
    return Source(
        kind=kind,
        value=value,
        n=int(count) if count.isascii() and count.isdigit() and len(count) < 7 else None,
        low=number(given.get(f"{field}Low")),
        high=number(given.get(f"{field}High")),
        by=given.get(f"{field}By", "")[:LONGEST],
        record=given.get(f"{field}Record", "")[:LONGEST],
    )


def write(ours: etree._Element, field: str, value: Decimal | None, source: Source | None) -> None:
    """Say the source of `value`. Without one, what is said already stays while it fits."""
    if source is None:
        source = read(ours.attrib, field, value)
    fits = source is not None and source.value == value
    said = source.as_row() if source is not None and fits else {}
    names = ("kind", "value", "n", "low", "high", "by", "record")
    for part, name in zip(_PARTS, names, strict=True):
        if name in said:
            ours.set(f"{field}{part}", _clean(str(said[name])))
        else:
            ours.attrib.pop(f"{field}{part}", None)


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:LONGEST]


def number(text: str | None) -> Decimal | None:
    """A count of minutes, or nothing when it is none."""
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    fits = value is not None and value.is_finite() and 0 <= value < MOST_MINUTES
    return value if fits else None


def plain(value: Decimal | None) -> str:
    """As it is written in the file: no trailing zeros, no exponent."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
