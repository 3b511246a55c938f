"""What stands around a page: side bar, top bar, quick menu; read once per request."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.template.loader import render_to_string
from django.utils.translation import get_language

from sopman.core import kept, navigation

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"
HTML_LANG = {"zh-hans": "zh-CN", "en": "en"}


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


def unread(request: Any, key: str) -> int:
    """What the side bar counts beside an entry."""
    return next((one.unread for one in frame_of(request).lines if one.key == key), 0)


def side(request: Any) -> str:
    return kept.rendered("components/_side.html", [frame_of(request).lines])


def thumb(request: Any) -> str:
    return kept.rendered("components/_thumb.html", [frame_of(request).lines])


def top(request: Any, template_name: str = "components/_top.html") -> str:
    return kept.rendered(template_name, [frame_of(request).top], request)


def messages(request: Any) -> str:
    """What was said to the reader by the step before."""
    waiting = list(get_messages(request))
    return render_to_string("components/_messages.html", {"messages": waiting}) if waiting else ""


def language_of_page() -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return HTML_LANG.get(language, language)


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
