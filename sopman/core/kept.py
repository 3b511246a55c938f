"""HTML of rows and texts kept in the process between requests, by everything that it shows.

`line` is a NamedTuple of plain values and the only thing that the template gets besides the
language, the time zone and the day, which are part of the key: what is kept can't be out of date.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MOST = 8192  # rows of a few hundred bytes
MOST_TEXTS = 256  # texts of some ten kilobytes
_texts: OrderedDict[Hashable, SafeString] = OrderedDict()


def rendered(template_name: str, lines: Iterable[Any]) -> SafeString:
    """One after the other, each from `line`."""
    zone = timezone.get_current_timezone_name()
    place = (template_name, get_language(), zone, timezone.localdate())
    pieces = [_piece(line, *place) for line in lines]
    return mark_safe("".join(pieces))  # noqa: S308 -- each rendered by a template


@lru_cache(maxsize=MOST)
def _piece(line: Any, template_name: str, _language: str, _zone: str, _day: Any) -> str:
    return get_template(template_name).template.render(Context({"line": line}))


def text(about: Hashable, make: Callable[[], SafeString]) -> SafeString:
    """What `make()` gave before for the same `about`, which names everything that the text says."""
    key = (about, get_language(), timezone.get_current_timezone_name(), timezone.localdate())
    found = _texts.pop(key, None)
    if found is None:
        found = make()
    _texts[key] = found  # the latest stands last
    while len(_texts) > MOST_TEXTS:
        _texts.popitem(last=False)
    return found
