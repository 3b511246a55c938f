"""Giving the draft back to its authors."""

from datetime import datetime
from typing import Any

from sops import actions as sops
from sops.enums import VersionState
from sops.models import SopVersion


def take_back(version: SopVersion, *, actor: Any, at: datetime, reason: str) -> None:
    """In review → draft; a version that is a draft already stays one."""
    version.refresh_from_db()
    if version.state == VersionState.IN_REVIEW:
        sops.return_to_author(version, actor=actor, at=at, reason=reason)
