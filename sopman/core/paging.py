"""Lists come in pages of 50."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString

from sopman.core import kept
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


class Pages(NamedTuple):
    """Everything that stands under a list of several pages."""

    href: str  # the number of a page comes behind it
    number: int
    numbers: tuple[int | str, ...]
    start: int
    end: int
    total: int
    ellipsis: str = str(Paginator.ELLIPSIS)

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.number != self.numbers[-1] else 0


def pages_of(request: HttpRequest, page: Page, name: str = "page") -> SafeString | str:
    """The links to the other pages; they keep the rest of the query string."""
    shelf = page.paginator
    if shelf.num_pages < 2:
        return ""
    query = request.GET.copy()
    query.pop(name, None)
    rest = query.urlencode()
    numbers = shelf.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    line = Pages(
        f"?{rest}&{name}=" if rest else f"?{name}=", page.number, tuple(map(_plain, numbers)),
        page.start_index(), page.end_index(), shelf.count,
    )  # fmt: skip
    return kept.rendered("components/_paging.html", [line])


def _plain(number: Any) -> int | str:
    return number if isinstance(number, int) else str(number)
