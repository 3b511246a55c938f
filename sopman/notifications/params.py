"""The facts of a notice as JSON, and back in the reader's language.

Stored are plain values; dates keep their type; a row with a Chinese and an English name, or a
pair `{"zh": …, "en": …}`, keeps both and is read in the language in force.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import override

from sopman.core.localized import in_english


def both(obj: Any, stem: str = "title") -> dict[str, str]:
    """The two names of `obj`, to be handed to `notify`."""
    return {"zh": getattr(obj, f"{stem}_zh"), "en": getattr(obj, f"{stem}_en")}


def stored(value: Any) -> Any:
    """`value` as JSON; a row becomes its names, anything else unknown is refused."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Promise):
        return _in_both_languages(value)
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Decimal):
        return str(value.normalize()) if value % 1 else str(int(value))
    if isinstance(value, Mapping):
        return {str(key): stored(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [stored(one) for one in value]
    if isinstance(value, Model):
        return _names_of(value)
    raise TypeError(f"A notice can't keep a {type(value).__name__}.")


def _in_both_languages(text: Promise) -> dict[str, str]:
    with override("zh-hans"):
        zh = str(text)
    with override("en"):
        return {"zh": zh, "en": str(text)}


def _names_of(row: Model) -> Any:
    for stem in ("title", "name"):
        if hasattr(row, f"{stem}_zh") and hasattr(row, f"{stem}_en"):
            return both(row, stem)
    if hasattr(row, "name_en"):  # people
        return {"zh": row.name, "en": row.name_en}
    return str(row)


def read(value: Any) -> Any:
    """What `stored` made, in the language in force."""
    if isinstance(value, list):
        return [read(one) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"zh", "en"}:
        first, second = ("en", "zh") if in_english() else ("zh", "en")
        return value[first] or value[second]
    if value.keys() == {"at"}:
        return parse_datetime(value["at"])
    if value.keys() == {"on"}:
        return parse_date(value["on"])
    return {key: read(one) for key, one in value.items()}
