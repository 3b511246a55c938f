"""HTML and values kept in the process between requests, by everything that they depend on.

`line` is a NamedTuple of plain values and the only thing that the template gets besides the
language, the time zone and the day, which are part of the key: what is kept can't be out of date.
The token of forms differs each time; a mark stands in its place.

In the tests whatever `once` and `each` find kept is made again and compared (`watchers`).
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django.utils.http import quote_etag
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sopman.core import wording

T = TypeVar("T")
K = TypeVar("K")
MOST = 8192  # rows of a few hundred bytes
MOST_TEXTS = 1024  # texts of some ten kilobytes
_texts: OrderedDict[Hashable, Any] = OrderedDict()
_values: OrderedDict[Hashable, Any] = OrderedDict()
Check = Callable[[Hashable, Any, Any], None]
watchers: list[Check] = []  # see tests.kept
_NOTHING = object()
_SOURCES = {".py", ".html", ".svg", ".mo"}
_TOKEN = secrets.token_hex(16)  # nobody can write it into a text


def rendered(template_name: str, lines: Iterable[Any], request: Any = None) -> SafeString:
    """One after the other, each from `line`; `request` gives its token to forms among them."""
    place = (template_name, *here())
    found = "".join([_piece(line, *place) for line in lines])
    if request is not None and _TOKEN in found:
        found = found.replace(_TOKEN, token_of(request))
    return mark_safe(found)  # noqa: S308 -- each rendered by a template


def token_of(request: Any) -> str:
    """Masked once per page."""
    if not hasattr(request, "_token_of_forms"):
        request._token_of_forms = get_token(request)
    return request._token_of_forms


@lru_cache(maxsize=MOST)
def _piece(line: Any, template_name: str, _language: str, _zone: str, _day: Any) -> str:
    context = Context({"line": line, "csrf_token": _TOKEN})
    return get_template(template_name).template.render(context)


def here() -> tuple[Any, ...]:
    """Part of every key: language, time zone and day of the reader; the day deadlines count from."""
    days = timezone.localdate(), wording.deadline_day()
    return get_language(), timezone.get_current_timezone_name(), days


def once(about: Hashable, make: Callable[[], T]) -> T:
    """What `make()` gave before for the same `about`, which names everything that it depends on."""
    key = (about, *here())
    found = _texts.get(key, _NOTHING)
    if found is _NOTHING:
        found = make()
    else:
        for check in watchers:
            check(about, found, make())
    _keep(_texts, key, found, MOST_TEXTS)
    return found


def each(
    about: Hashable, upon: Mapping[K, Hashable], make: Callable[[list[K]], Mapping[K, T]]
) -> dict[K, T | None]:
    """`once` for small values of many rows: `make(rows)` gives those that are not kept.

    `upon` says of each row what its value depends on; nothing is kept of a row with None there.
    """
    place = (about, *here())
    found = {row: _values.get((row, on, place), _NOTHING) for row, on in upon.items()}
    fresh = [row for row, value in found.items() if value is _NOTHING]
    for check in watchers:
        known = [row for row, value in found.items() if value is not _NOTHING]
        again = make(known) if known else {}
        check(about, {row: found[row] for row in known}, {row: again.get(row) for row in known})
    made = make(fresh) if fresh else {}
    found |= {row: made.get(row) for row in fresh}
    for row, on in upon.items():
        if on is not None:
            _keep(_values, (row, on, place), found[row], MOST)
    return found


def _keep(store: OrderedDict[Hashable, Any], key: Hashable, value: Any, most: int) -> None:
    store.pop(key, None)
    store[key] = value  # the latest stands last
    while len(store) > most:
        store.popitem(last=False)


def forget() -> None:
    """For tests that count what a page costs when nothing of it is kept."""
    _texts.clear()
    _values.clear()


def validator(*shown: Hashable) -> str:
    """An ETag of a page that is made of nothing but what is named here; no need to render it."""
    said = repr((_made_of(), *here(), shown))
    return quote_etag(hashlib.sha256(said.encode()).hexdigest()[:32])


@lru_cache(maxsize=1)
def _made_of() -> str:
    """The product itself, read once: with the next release pages say something else."""
    own = [Path(one.path) for one in apps.get_app_configs()]
    places = {one for one in own if "site-packages" not in one.parts}
    places.add(settings.BASE_DIR / "templates")
    sources = sorted(
        path for place in places for path in place.rglob("*") if path.suffix in _SOURCES
    )
    sources.append(Path(settings.STATIC_ROOT) / "staticfiles.json")
    digest = hashlib.sha256()
    for path in sources:
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()
