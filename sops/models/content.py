"""What stands in a version: sections, steps, branches, pictures, related documents, forms."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes.enums import TimeUnit
from processes.models import Step
from processes.plan import TimeLimit
from sopman.audit.history import AuditedHistory
from sopman.files.models import Attachment
from sopman.people.models import Position
from sops.enums import SectionKind
from sops.models.register import Sop
from sops.models.versions import SopVersion


class PartQuerySet(models.QuerySet):
    """Parts are seen by whoever sees their version."""

    def visible_to(self, user):
        return self.filter(version__in=SopVersion.objects.visible_to(user))


class Part(models.Model):
    objects = PartQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def audit_chain(self):
        return self.version.audit_chain


class Section(Part):
    """One of the six sections."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="sections")
    kind = models.CharField(_("section"), max_length=20, choices=SectionKind.choices)
    body = models.TextField(_("text"), blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("section")
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="section_once_per_version"),
            models.CheckConstraint(
                condition=Q(kind__in=SectionKind.values), name="section_known_kind"
            ),
        ]

    def __str__(self):
        return f"{self.version} {self.get_kind_display()}"

    @property
    def order(self):
        return SectionKind.values.index(self.kind) + 1


class SopStep(Part):
    """An instruction. The same `Step` as the activity on the maps, through all versions."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="steps")
    step = models.ForeignKey(Step, models.PROTECT, related_name="sop_steps")
    order = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    action = models.TextField(_("what to do"), blank=True)
    position = models.ForeignKey(
        Position,
        verbose_name=_("responsible position"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sop_steps",
    )
    system = models.CharField(_("system"), max_length=120, blank=True)
    time_limit_value = models.DecimalField(
        _("time limit"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    time_limit_unit = models.CharField(
        _("unit"), max_length=16, choices=TimeUnit.choices, blank=True
    )
    output_standard = models.TextField(_("output standard"), blank=True)
    caution = models.TextField(_("caution"), blank=True)
    example = models.TextField(_("example"), blank=True)
    is_control_point = models.BooleanField(_("key control point"), default=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("step")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="sopstep_once_per_version"),
            models.CheckConstraint(
                condition=Q(time_limit_value=None, time_limit_unit="")
                | (Q(time_limit_value__gt=0) & ~Q(time_limit_unit="")),
                name="sopstep_time_limit_whole",
            ),
        ]

    def __str__(self):
        return f"{self.version} {self.title}"

    @property
    def time_limit(self):
        """The value with its unit, in words of the language in force; None without one."""
        if self.time_limit_value is None:
            return None
        return TimeLimit(self.time_limit_value, self.time_limit_unit)


class SopStepBranch(Part):
    """“If major: go on with step 7.” Points at the step's identity, so renumbering is harmless."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="branches")
    sop_step = models.ForeignKey(SopStep, models.CASCADE, related_name="branches")
    condition = models.CharField(_("if"), max_length=200)
    target = models.ForeignKey(Step, models.PROTECT, null=True, related_name="+")

    history = AuditedHistory()

    class Meta:
        verbose_name = _("branch")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.sop_step} {self.condition}"


class Omission(Part):
    """An activity of the to-be plan that the SOP leaves out, and why."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="omissions")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))

    history = AuditedHistory()

    class Meta:
        verbose_name = _("activity left out")
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="omission_once_per_version")
        ]

    def __str__(self):
        return f"{self.version} – {self.step}"


class StepPicture(Part):
    """A picture in a step, with what it shows in words. The file hangs on this row."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="step_pictures")
    sop_step = models.ForeignKey(SopStep, models.CASCADE, related_name="pictures")
    alt = models.CharField(_("what the picture shows"), max_length=200)
    caption = models.CharField(_("caption"), max_length=200, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    history = AuditedHistory()

    class Meta:
        verbose_name = _("picture in a step")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.sop_step} {self.alt}"


class RelatedDocument(Part):
    """Another document, or SOP, that this one refers to."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="related_documents")
    sop = models.ForeignKey(
        Sop, verbose_name=_("SOP"), on_delete=models.PROTECT, null=True, related_name="referred_by"
    )
    number = models.CharField(_("number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("related document")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.number} {self.title}".strip()


class RecordForm(Part):
    """A form filled in while the SOP is carried out."""

    version = models.ForeignKey(SopVersion, models.PROTECT, related_name="record_forms")
    number = models.CharField(_("number"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    step = models.ForeignKey(
        Step,
        verbose_name=_("filled in at step"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    kept_by = models.CharField(_("kept by"), max_length=120, blank=True)
    kept_for = models.CharField(_("kept for"), max_length=60, blank=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("record form")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.number} {self.title}".strip()
