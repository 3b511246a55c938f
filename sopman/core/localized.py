"""Names in two columns, read as one."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language


class localized:  # noqa: N801 -- reads like a field: title = localized("title")
    """`title = localized("title")` reads `title_zh` or `title_en` by the language in force.

    Falls back to the other language rather than to nothing.
    """

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        if obj is None:
            return self
        zh, en = getattr(obj, f"{self.stem}_zh"), getattr(obj, f"{self.stem}_en")
        return by_language(zh, en)


def by_language(zh: str, en: str) -> str:
    """For rows that are no objects: the same rule."""
    return chooser()(zh, en)


def chooser() -> Callable[[str, str], str]:
    """`by_language` for many rows at once: which language is in force is asked a single time."""
    return _english_first if in_english() else _chinese_first


def _english_first(zh: str, en: str) -> str:
    return en or zh


def _chinese_first(zh: str, en: str) -> str:
    return zh or en


def in_english() -> bool:
    return (get_language() or "").startswith("en")
