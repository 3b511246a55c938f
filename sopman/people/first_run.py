"""The one-time link to the first-run page: its token lies in the data folder."""

import hmac
import secrets
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from sopman.people.queries import nobody_yet

_FILE = "first-run-token"


def link() -> str | None:
    """The path to print at start while nobody exists; the token is made once and kept."""
    if not nobody_yet():
        return None
    if not (token := _kept()):
        token = secrets.token_urlsafe(24)
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(token, encoding="utf-8")
    return f"{reverse('people:first_run')}?token={token}"


def is_token(text: str) -> bool:
    wanted = _kept()
    return bool(wanted) and hmac.compare_digest(text.encode(), wanted.encode())


def use_up() -> None:
    _path().unlink(missing_ok=True)


def _kept() -> str:
    try:
        return _path().read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def _path() -> Path:
    return Path(settings.DATA_DIR) / _FILE
