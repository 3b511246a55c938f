"""What the codes of events are called. Apps describe theirs in `AppConfig.ready()`."""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

_LABELS: dict[str, Any] = {}


def describe(labels: Mapping[str, Any]) -> None:
    """Name event codes: `describe({"projects.charter.signed": _("Charter signed")})`."""
    _LABELS.update(labels)


def described() -> frozenset[str]:
    return frozenset(_LABELS)


def label_of(code: str, source: str = "", target: str = "") -> str:
    """The label of a code; a move recorded by `lifecycle.fire` names its model and states."""
    if code in _LABELS:
        return str(_LABELS[code])
    try:
        app, model, _name = code.split(".")
        meta = apps.get_model(app, model)._meta
    except (ValueError, LookupError):
        return code
    states = next((dict(f.flatchoices) for f in meta.fields if hasattr(f, "get_state")), {})
    return _("%(thing)s: %(source)s → %(target)s") % {
        "thing": meta.verbose_name,
        "source": states.get(source, source),
        "target": states.get(target, target),
    }
