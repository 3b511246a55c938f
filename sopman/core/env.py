"""Settings from the environment: typed, and refusing nonsense with what to do about it."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The value of `name`, or of the file that `name`_FILE points at."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{name}_FILE names {path}, which can't be read: {error.strerror}. "
                f"Mend the path, or set {name} itself."
            ) from error
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _YES:
        return True
    if value.strip().lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; set it to 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is “{value}”; set it to a whole number.") from error


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, *, file: Path | None = None) -> str:
    """A secret from the environment, else from `file` in the data folder. Has no default."""
    if value := text(name):
        return value
    if file is not None and file.exists():
        return file.read_text(encoding="utf-8").strip()
    raise ImproperlyConfigured(
        f"{name} is not set. Start with “python3 manage.py up”, which makes one in the data "
        f"folder, or set {name} (or {name}_FILE) to a long random text."
    )
