"""A page whose every word is known: the shell is kept by its `line`, and what changes is put in.

    shells.page(request, "sops/library.html", Library(may_import, …), rows=kept.rendered(…))

The template gets `line` and nothing else; `{% part "rows" %}` ({% load frame %}) says where a part
comes. Frame, messages, tokens and brightness are put in here, so that one shell serves everybody who
is logged in. A part is HTML that a template made, kept by a line of its own or not.
"""

import re
import secrets
from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from sopman.core import frame, kept

_MARK = secrets.token_hex(16)  # nobody can write it into a text
_MARKED = re.compile(_MARK + r"-(\w+)-")


def page(
    request: HttpRequest, template_name: str, line: Hashable, **parts: str | SafeString
) -> HttpResponse:
    pieces = kept.once((template_name, line), lambda: _shell(template_name, line))
    said = list(pieces)
    for place in range(1, len(said), 2):  # texts and names in turns
        name = said[place]
        said[place] = parts[name] if name in parts else _AROUND[name](request)
    return HttpResponse("".join(said))


def mark(name: str) -> SafeString:
    return mark_safe(f"{_MARK}-{name}-")  # noqa: S308 -- letters, digits and hyphens


class _Anybody:
    """Whoever is logged in."""

    is_authenticated = True
    pk = mark("reader")


def _shell(template_name: str, line: Any) -> list[str]:
    context = Context(
        {
            "line": line,
            "is_shell": True,
            "csrf_token": mark("token"),
            "theme": mark("theme"),
            "html_lang": frame.language_of_page(),
            "user": _Anybody,
        }
    )
    return _MARKED.split(get_template(template_name).template.render(context))


_AROUND: dict[str, Callable[[Any], str]] = {
    "messages": frame.messages,
    "reader": lambda request: str(request.user.pk),
    "side": frame.side,
    "theme": frame.theme_of,
    "thumb": frame.thumb,
    "token": kept.token_of,
    "top": frame.top,
}
