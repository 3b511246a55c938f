"""Sample data for the gallery of components. Invented names only."""

from django.http import HttpRequest

PAGES: dict[str, str] = {}


def context(request: HttpRequest) -> dict:
    return {}
