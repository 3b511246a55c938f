"""The joint between django-fsm and everything that must surround a transition.

Order, always: lock the row, may they, is it ready, move, save, record.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransitionMixin, FSMFieldMixin

from sopman.audit.history import stamp
from sopman.audit.models import Event
from sopman.audit.trail import record
from sopman.core.errors import Refused


class Stateful(ConcurrentTransitionMixin, models.Model):
    """Base for models with a protected state field.

    Don't load it with `.only()` without the state: the mixin reads it per row.
    """

    class Meta:
        abstract = True

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        """Reload, the protected state too.

        The library unprotects the field for the whole class meanwhile (not thread-safe);
        here the value is taken out of the instance first, and an absent one may be set.
        """
        names = list(fields) if fields else [f.attname for f in self._meta.concrete_fields]
        for field in self.state_fields:
            if field.attname in names or field.name in names:
                self.__dict__.pop(field.attname, None)
        models.Model.refresh_from_db(self, using=using, fields=names, from_queryset=from_queryset)
        if fields is None:
            self._forget_relations()
        self._update_initial_state()

    def _forget_relations(self):
        """Rows that point here are read again too: guards must not judge prefetched ones."""
        self.__dict__.pop("_prefetched_objects_cache", None)
        for related in self._meta.related_objects:
            if related.is_cached(self):
                related.delete_cached_value(self)


class Guard:
    """Preconditions that can say why not. Goes into `conditions=[...]`."""

    def __init__(self, *checks: Callable[[Any], Any]) -> None:
        self.checks = checks

    def reasons(self, obj: Any) -> list[Any]:
        """Every sentence that stands against the move; a check may return one or several."""
        found: list[Any] = []
        for check in self.checks:
            why = check(obj)
            found.extend(why if isinstance(why, list) else [why] if why else [])
        return found

    def __call__(self, obj: Any) -> bool:  # the yes or no that django-fsm asks for
        return not self.reasons(obj)


def offers(obj: Stateful, user: Any) -> Iterator[tuple[str, list[Any]]]:
    """The moves to show `user` now, each with the reasons it would still be refused."""
    for field in obj.state_fields:
        state = getattr(obj, field.attname)
        for step in field.get_all_transitions(type(obj)):
            if step.source == state and step.has_perm(obj, user):
                yield step.name, _reasons(step, obj)


@transaction.atomic
def fire(
    move: Any,
    *,
    actor: Any,
    at: datetime,
    reason: str = "",
    signature: Any = None,
    facts: dict[str, Any] | None = None,
    **arguments: Any,
) -> Event:
    """Make one move and record it, or raise PermissionDenied or Refused and change nothing.

    `move` is a bound transition; it is called with `at` and `arguments`. The row is locked and
    re-read first, so attributes set on the instance before are dropped: set them in the move.
    `actor` None is the system, which has every permission.
    """
    obj = move.__self__
    field = _field_of(move, obj)
    source = getattr(obj, field.attname)
    lock = type(obj)._base_manager.select_for_update(of=("self",), no_key=True)
    obj.refresh_from_db(from_queryset=lock)
    if getattr(obj, field.attname) != source:
        raise Refused([_("Someone else has just changed this. Reload the page and look again.")])
    step = _allowed_step(move, obj, field, actor)

    move(at=at, **arguments)
    stamp(obj, actor, reason).save()
    code = f"{obj._meta.app_label}.{obj._meta.model_name}.{step.name.removeprefix('to_')}"
    return record(
        obj,
        code,
        actor=actor,
        at=at,
        reason=reason,
        facts=facts,
        source=source,
        target=getattr(obj, field.attname),
        signature=signature,
    )


def _allowed_step(move: Any, obj: models.Model, field: FSMFieldMixin, actor: Any) -> Any:
    """The step from the present state, if `actor` may take it and nothing stands against it."""
    source = getattr(obj, field.attname)
    step = move._django_fsm.get_transition(source)
    if step is None:
        label = dict(field.flatchoices).get(source, source)
        raise Refused([_("Not possible while “%(state)s”.") % {"state": label}])
    if actor is not None and not step.has_perm(obj, actor):
        raise PermissionDenied(_("Your role does not allow this step."))
    if reasons := _reasons(step, obj):
        raise Refused(reasons)
    return step


def _field_of(move: Any, obj: models.Model) -> FSMFieldMixin:
    field = move._django_fsm.field
    return obj._meta.get_field(field) if isinstance(field, str) else field


def _reasons(step: Any, obj: Any) -> list[Any]:
    return [why for guard in step.conditions or () for why in guard.reasons(obj)]
