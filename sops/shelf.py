"""The rows of the library, each kept by what it says."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.safestring import SafeString

from sopman.core import kept
from sops.labels import label_of
from sops.queries import OnShelf


class Line(NamedTuple):
    """Everything that a row says."""

    pk: int
    number: str
    title: str
    is_mine: bool
    department: str
    state: str
    label: str
    is_withdrawn: bool
    effective_on: date | None


def rows(sops: Iterable[OnShelf]) -> SafeString:
    return kept.rendered("sops/_library_row.html", [_line(one) for one in sops])


def _line(one: OnShelf) -> Line:
    shown = one.version
    return Line(
        one.pk,
        one.number,
        one.title,
        one.is_mine,
        one.department,
        shown.state if shown else "",
        label_of(shown) if shown else "",
        one.is_withdrawn,
        shown.effective_on if shown else None,
    )
