"""The step with its identity, the maps, and the rows projected from their XML."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes import thread
from processes.enums import MapKind, ValueClass, WasteType
from projects.models import Project
from sopman.audit.history import AuditedHistory
from sopman.people.models import Position


class InProject(models.QuerySet):
    """Rows that are seen by whoever sees their project."""

    project_path = "project"

    def visible_to(self, user):
        seen = Project.objects.visible_to(user).order_by().values("pk")
        return self.filter(**{f"{self.project_path}__in": seen})


class InMap(InProject):
    project_path = "map__project"


class StepQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Through its project, a project whose map shows it, or what an upper floor opens."""
        seen = Project.objects.visible_to(user).order_by().values("pk")
        drawn = Activity.objects.filter(map__project__in=seen).order_by().values("step")
        found = Q(project__in=seen) | Q(pk__in=drawn)
        for ids in thread.readable_ids(user):
            found |= Q(pk__in=ids)
        return self.filter(found)


class Step(models.Model):
    """The identity that an activity, a finding, a change and an SOP step share. Never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="steps"
    )
    made_at = models.DateTimeField(_("made at"))

    objects = StepQuerySet.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("step")
        ordering = ["made_at", "pk"]

    def __str__(self):
        return self.activities.values_list("name", flat=True).first() or str(self.pk)

    @property
    def audit_chain(self):
        return f"project:{self.project_id}" if self.project_id else "organization"


class StepOrigin(models.Model):
    """A step that came out of another: added or combined in the optimization, or copied."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="origins")
    origin = models.ForeignKey(Step, models.PROTECT, related_name="descendants")

    history = AuditedHistory()

    class Meta:
        verbose_name = _("origin of a step")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "origin"], name="step_origin_once"),
            models.CheckConstraint(
                condition=~Q(step=models.F("origin")), name="step_is_not_its_own_origin"
            ),
        ]

    def __str__(self):
        return f"{self.origin_id} → {self.step_id}"

    @property
    def audit_chain(self):
        return self.step.audit_chain


class ProcessMap(models.Model):
    """A process as it runs or as it shall run. The truth is `xml`; its rows are a projection."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="maps")
    kind = models.CharField(_("kind"), max_length=8, choices=MapKind.choices)
    xml = models.TextField(_("BPMN 2.0"))
    revision = models.PositiveIntegerField(_("revision"), default=0)
    changed_at = models.DateTimeField(_("changed at"))

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("process map")
        ordering = ["project", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="one_map_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.project} · {self.get_kind_display()}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class Activity(models.Model):
    """An activity of a map, read from its XML and keyed by element id."""

    map = models.ForeignKey(ProcessMap, models.PROTECT, related_name="activities")
    step = models.ForeignKey(Step, models.PROTECT, related_name="activities")
    element_id = models.CharField(max_length=120)
    order = models.PositiveIntegerField(_("order"))
    name = models.CharField(_("activity"), max_length=200)
    position = models.ForeignKey(
        Position,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("position"),
    )
    system = models.CharField(_("system"), max_length=80, blank=True)
    touch_minutes = models.DecimalField(
        _("touch time (minutes)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    waiting_minutes = models.DecimalField(
        _("waiting time (minutes)"), max_digits=9, decimal_places=2, null=True, blank=True
    )
    value_class = models.CharField(
        _("value class"), max_length=4, choices=ValueClass.choices, blank=True
    )
    waste = models.CharField(
        _("type of waste"), max_length=16, choices=WasteType.choices, blank=True
    )
    entered = models.CharField(_("data typed in here"), max_length=300, blank=True)
    output = models.CharField(_("output"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    touch_source = models.JSONField(_("source of the touch time"), default=dict, blank=True)
    waiting_source = models.JSONField(_("source of the waiting time"), default=dict, blank=True)

    objects = InMap.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("activity")
        ordering = ["map", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["map", "step"], name="step_once_per_map"),
            models.UniqueConstraint(fields=["map", "element_id"], name="element_once_per_map"),
        ]

    def __str__(self):
        return self.name

    @property
    def audit_chain(self):
        return f"project:{self.map.project_id}"

    @property
    def is_complete(self):
        """Everything the gate of stage 2 asks of an activity."""
        measured = self.touch_minutes is not None and self.waiting_minutes is not None
        return bool(self.position_id and measured and self.value_class)


class Flow(models.Model):
    """A sequence flow of a map, read from its XML. Ends may be activities, events or gateways."""

    map = models.ForeignKey(ProcessMap, models.PROTECT, related_name="flows")
    element_id = models.CharField(max_length=120)
    source_element = models.CharField(max_length=120)
    target_element = models.CharField(max_length=120)
    condition = models.CharField(_("condition"), max_length=200, blank=True)

    objects = InMap.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("flow")
        ordering = ["map", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["map", "element_id"], name="flow_once_per_map"),
        ]

    def __str__(self):
        return f"{self.source_element} → {self.target_element}"

    @property
    def audit_chain(self):
        return f"project:{self.map.project_id}"
