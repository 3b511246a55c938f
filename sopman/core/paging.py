"""Lists come in pages of 50."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 50


def page_of(
    request: HttpRequest, rows: QuerySet | list, per_page: int = PER_PAGE, name: str = "page"
) -> Page:
    """The page asked for; an impossible number gives the nearest one. Shown by {% paging page %}."""
    return Paginator(rows, per_page).get_page(request.GET.get(name))
