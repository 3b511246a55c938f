"""Lists come in pages of 50."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from sopman.core.prepared import prepared

PER_PAGE = 50


class Listing:
    """Rows in the order of their keys; what a row says is read for the page that is shown.

    Who may see what is asked once: the keys say how many there are, too.
    """

    def __init__(self, keys: Sequence[int], read: Callable[[frozenset[int]], list[Any]]) -> None:
        self.keys, self.read = keys, read

    def count(self) -> int:
        return len(self.keys)

    def __getitem__(self, part: slice) -> list[Any]:
        wanted = self.keys[part]
        rows = {row[0]: row for row in self.read(frozenset(wanted))}
        return [rows[key] for key in wanted if key in rows]


class Counted:
    """The rows of a prepared queryset, where there are too many to read all keys."""

    def __init__(self, rows: prepared, *values: Any) -> None:
        self.rows, self.values = rows, values

    def count(self) -> int:
        return self.rows.count(*self.values)

    def __getitem__(self, part: slice) -> list[Any]:
        return self.rows.part(part.start, part.stop, *self.values)


def page_of(
    request: HttpRequest,
    rows: Any,
    per_page: int = PER_PAGE,
    name: str = "page",
) -> Page:
    """The page asked for; an impossible number gives the nearest one. Shown by {% paging page %}."""
    return Paginator(rows, per_page).get_page(request.GET.get(name))
