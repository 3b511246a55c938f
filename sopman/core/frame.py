"""What stands around a page: side bar, top bar, quick menu; read once per request."""

from typing import Any, NamedTuple

from sopman.core import navigation

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"


class Top(NamedTuple):
    """The bar over the page: switches and account menu."""

    path: str  # to come back to, after language or brightness were switched
    theme: str
    name: str  # empty before the log-in
    number: str


class Frame(NamedTuple):
    """Everything that it says; its pieces are kept by this."""

    lines: tuple[navigation.Line, ...]
    top: Top


def frame_of(request: Any) -> Frame:
    found = getattr(request, "_frame", None)
    if found is None:
        found = request._frame = Frame(tuple(navigation.entries(request)), _top(request))
    return found


def theme_of(request: Any) -> str:
    theme = request.COOKIES.get(THEME_COOKIE)
    return theme if theme in THEMES else "auto"


def _top(request: Any) -> Top:
    user = request.user
    known = user.is_authenticated
    return Top(
        path=request.get_full_path(),
        theme=theme_of(request),
        name=str(user) if known else "",
        number=user.get_username() if known else "",
    )
