"""Every address of the URLconf, which methods it takes, and how to reach it in the world."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    name: str
    parameters: tuple[str, ...]
    methods: frozenset[str]

    @property
    def reads(self) -> bool:
        return "GET" in self.methods

    @property
    def writes(self) -> bool:
        return "POST" in self.methods


@cache
def routes() -> dict[str, Route]:
    return {one.name: one for one in _walk(get_resolver(), "", ())}


def _walk(resolver: Any, namespace: str, above: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        given = above + tuple(entry.pattern.converters or entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, given)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without a name: {entry}"
            yield Route(f"{namespace}{entry.name}", given, _methods(entry.callback))


def _methods(view: Any) -> frozenset[str]:
    """What `require_…` allows, read from the decorators around a view."""
    while view is not None:
        for name, cell in zip(view.__code__.co_freevars, view.__closure__ or (), strict=True):
            if name == "request_method_list":
                return frozenset(cell.cell_contents)
        view = getattr(view, "__wrapped__", None)
    return frozenset({"GET", "POST"})


def address(route: Route, given: Any) -> str:
    """`given` is the one parameter, or a dict of them, or None where the address has none."""
    if not route.parameters:
        return reverse(route.name)
    kwargs = given if isinstance(given, dict) else {route.parameters[0]: given}
    return reverse(route.name, kwargs=kwargs)
