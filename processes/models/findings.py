"""What is wrong with the present process, pinned to the steps where it shows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes.enums import FindingKind, Frequency, Impact, Severity
from processes.models.evidence import EvidenceRecord, Pin
from processes.models.maps import InProject, Step
from projects.models import Project
from sopman.audit.history import AuditedHistory


class Finding(models.Model):
    """A breakpoint, redundancy, risk or pain point. Severity is impact × frequency."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("type"), max_length=12, choices=FindingKind.choices)
    text = models.TextField(_("what is wrong"), max_length=1000)
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Impact.choices)
    frequency = models.PositiveSmallIntegerField(_("frequency"), choices=Frequency.choices)
    score = models.PositiveSmallIntegerField(_("severity"), editable=False)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    steps = models.ManyToManyField(
        Step, related_name="findings", blank=True, verbose_name=_("activities")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("owner of the finding"),
    )  # fmt: skip
    records = models.ManyToManyField(
        EvidenceRecord, related_name="findings", blank=True, verbose_name=_("evidence records")
    )
    pins = models.ManyToManyField(
        Pin, related_name="findings", blank=True, verbose_name=_("pinned evidence")
    )
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    found_at = models.DateTimeField(_("found at"))
    revision = models.PositiveIntegerField(default=0, editable=False)

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("finding")
        ordering = ["project", "number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="finding_number_once"),
            models.CheckConstraint(
                condition=Q(impact__in=[1, 2, 3], frequency__in=[1, 2, 3]), name="finding_scale"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.text[:60]}"

    @property
    def code(self):
        return f"P{self.number:02}"

    @property
    def severity(self):
        return Severity.of(self.score)

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class AbsentProcess(models.Model):
    """The statement that there is no present process; it stands for the map and the baseline."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="absent_process")
    reason = models.TextField(_("why there is no present process"), max_length=1000)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(_("stated at"))

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("statement that there is no present process")

    def __str__(self):
        return str(self.project)

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"
