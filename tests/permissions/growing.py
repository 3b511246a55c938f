"""The world with several times the rows, so that a page that asks once per row shows it.

`again` copies whole projects and SOPs with everything in them; `beside` copies what hangs on a
project, a version, a pilot… next to its original, once below the copies and once on the same row.
"""

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from sopman.audit import triggers
from tests.permissions.team import World

Model = type[models.Model]

# One of these is what its children's pages are about: it is not copied next to itself.
HOLDERS = {
    "projects.Project", "projects.Charter", "projects.Milestone", "projects.StageRecord",
    "processes.ProcessMap", "processes.Redesign", "processes.AbsentProcess",
    "sops.Sop", "sops.ProjectSop", "sops.SopVersion", "sops.Section",
    "reviews.Round", "pilots.Pilot", "training.Release", "training.Exam",
}  # fmt: skip
SINGLE = {"organization.Organization"}  # the settings: one row
OF_PROJECTS = ("projects", "processes", "sops", "reviews", "pilots", "training")
ALONG = ("files.Attachment", "signatures.Signature")  # they name their subject by its number
APPS = (*OF_PROJECTS, "audit", "documents", "files", "jobs", "notifications", "organization",
        "people", "signatures", "workdays", "usersessions")  # fmt: skip
PLACES = {"people.Appointment", "people.RoleGrant"}  # copied with whom they are about
FAR = 10_000_000  # numbers no row of the world has
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def house() -> list[Model]:
    """Every table of ours; what a parent is comes before what hangs on it."""
    waiting = [
        one for one in apps.get_models(include_auto_created=True)
        if one._meta.app_label in APPS and not one.__name__.startswith("Historical")
    ]  # fmt: skip
    found: list[Model] = []
    while waiting:
        ready = [one for one in waiting if not _parents(one) & set(waiting) - {one}]
        found += ready or waiting[:1]
        waiting = [one for one in waiting if one not in found]
    return found


def _parents(model: Model) -> set[Model]:
    return {field.related_model for field in model._meta.fields if field.is_relation}


def rows() -> dict[Model, list[Any]]:
    return {model: list(model._base_manager.all()) for model in house()}


def counted() -> Counter[str]:
    return Counter({one._meta.label: one._base_manager.count() for one in house()})


def grow(world: World) -> None:
    triggers.remove()  # also frozen versions get rows; all of it is taken back together
    there = rows()
    projects = [
        one for one in there if one._meta.app_label in OF_PROJECTS or one._meta.label in ALONG
    ]
    for turn in (1, 2):
        Copies(there, turn).of(projects)
    leaves = [one for one in there if one._meta.label not in HOLDERS | SINGLE]
    Copies(there, 3).of(leaves)
    Copies(there, 4, near=True).of(leaves)
    for user in world.people.values():
        user.forget_standing()


class Copies:
    """One further copy of every row; what was copied too is pointed at where that is wanted."""

    def __init__(self, there: dict[Model, list[Any]], turn: int, *, near: bool = False) -> None:
        self.there, self.turn, self.near = there, turn, near
        self.new: dict[tuple[Model, Any], Any] = {}
        self.text: dict[str, str] = {}

    def of(self, models_: Iterable[Model]) -> None:
        chosen = list(models_)
        for model in chosen:
            for row in self.there[model]:
                self.new[model, row.pk] = self._number(row.pk)
        for model in chosen:
            made = [copied for row in self.there[model] if (copied := self._copy(row))]
            model._base_manager.bulk_create(made)

    def _number(self, pk: Any) -> Any:
        if isinstance(pk, uuid.UUID):
            self.text[str(pk)] = str(fresh := uuid.uuid5(pk, str(self.turn)))
            return fresh
        return pk + FAR * self.turn

    def _copy(self, row: Any) -> Any:
        """None where the row's table allows no second one; what hangs on it stays where it was."""
        model, values = type(row), {}
        for field in row._meta.concrete_fields:
            old = getattr(row, field.attname)
            values[field.attname] = self._value(row, field, old)
        self._subject(values)
        for names in _once(row):
            if all(values[name] == getattr(row, name) for name in names) and not self._other(
                row, values, names
            ):
                del self.new[model, row.pk]
                return None
        return model(**values)

    def _value(self, row: Any, field: Any, old: Any) -> Any:
        if field.primary_key:
            return self.new[type(row), row.pk]
        if field.is_relation:
            stays = self.near or _label(field.related_model) == "people.User"
            return old if stays and type(row)._meta.label not in PLACES else self._moved(field, old)
        if isinstance(field, models.JSONField):
            return json.loads(self._said(json.dumps(old))) if old is not None else None
        return self._said(old) if isinstance(field, models.TextField) else old

    def _moved(self, field: Any, old: Any) -> Any:
        return self.new.get((field.related_model, old), old)

    def _said(self, text: str) -> str:
        return _UUID.sub(lambda found: self.text.get(found[0], found[0]), text or "")

    def _subject(self, values: dict[str, Any]) -> None:
        if self.near or not values.get("subject_type_id") or "subject_id" not in values:
            return
        model = ContentType.objects.get_for_id(values["subject_type_id"]).model_class()
        number = model._meta.pk.to_python(values["subject_id"])
        values["subject_id"] = str(self.new.get((model, number), number))

    def _other(self, row: Any, values: dict[str, Any], names: tuple[str, ...]) -> bool:
        """One of the values that may stand there once is made another."""
        fields = [row._meta.get_field(name) for name in names]
        fields.sort(key=lambda one: one.is_relation != self.near)
        for field in fields:
            old = values[field.attname]
            fresh = self._moved(field, old) if field.is_relation else self._fresh(field, old)
            if fresh != old:
                values[field.attname] = fresh
                return True
        return False

    def _fresh(self, field: Any, old: Any) -> Any:
        if field.choices or isinstance(old, bool):
            return old
        if isinstance(old, int):
            return old + 1000 * self.turn
        if isinstance(old, uuid.UUID):
            return uuid.uuid5(old, str(self.turn))
        if isinstance(old, date):
            return old.replace(year=old.year - self.turn, day=min(old.day, 28))
        return f"{old[: field.max_length - 2]}~{self.turn}" if isinstance(old, str) else old


def _label(model: Model) -> str:
    return model._meta.label


@cache
def _constraints(model: Model) -> list[tuple[tuple[str, ...], frozenset[Any] | None]]:
    found: list[tuple[tuple[str, ...], frozenset[Any] | None]] = [
        ((field.attname,), None)
        for field in model._meta.concrete_fields
        if field.unique and not field.primary_key
    ]
    found += [  # the two ends of a many-to-many
        (tuple(model._meta.get_field(name).attname for name in together), None)
        for together in model._meta.unique_together
    ]
    for one in model._meta.constraints:
        if isinstance(one, models.UniqueConstraint):
            names = tuple(model._meta.get_field(name).attname for name in one.fields)
            found.append((names, _meant(model, one.condition)))
    return found


def _meant(model: Model, condition: models.Q | None) -> frozenset[Any] | None:
    if condition is None:
        return None
    return frozenset(model._base_manager.filter(condition).values_list("pk", flat=True))


def _once(row: Any) -> Iterator[tuple[str, ...]]:
    """Which of its values together stand once in the table."""
    for names, meant in _constraints(type(row)):
        whole = all(getattr(row, name) is not None for name in names)
        if whole and (meant is None or row.pk in meant):
            yield names
