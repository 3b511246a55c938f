"""The charter: what the SOP is to achieve, where it begins and ends, and the sponsor's signature."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects import units
from projects.enums import Direction, MetricKind, Trend
from projects.models.project import Project, Revised
from projects.models.template import CharterTemplate
from sopman.audit.history import AuditedHistory
from sopman.core.localized import localized
from sopman.signatures.models import Signature


class Charter(Revised):
    """The text of the charter. Signed by the sponsor over its frozen content."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="charter")
    background = models.TextField(_("background"), blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    start_trigger = models.CharField(_("the process starts when"), max_length=300, blank=True)
    end_state = models.CharField(_("the process ends when"), max_length=300, blank=True)
    template = models.ForeignKey(
        CharterTemplate, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("begun from the template"),
    )  # fmt: skip
    copied_from = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("begun as a copy of"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("sponsor asked to sign"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signature = models.ForeignKey(
        Signature, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditedHistory()

    class Meta:
        verbose_name = _("charter")

    def __str__(self):
        return str(self.project)

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class ScopeItem(Revised):
    """Something the SOP covers, or doesn't cover and then who does."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="scope_items")
    direction = models.CharField(_("in or out"), max_length=3, choices=Direction.choices)
    text_zh = models.CharField(_("what, in Chinese"), max_length=300, blank=True)
    text_en = models.CharField(_("what, in English"), max_length=300, blank=True)
    covered_by = models.CharField(_("who covers it instead"), max_length=200, blank=True)

    history = AuditedHistory()
    text = localized("text")

    class Meta:
        verbose_name = _("scope item")
        ordering = ["direction", "pk"]

    def __str__(self):
        return self.text

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"


class Objective(Revised):
    """What the SOP is to achieve, as a figure that the pilot and the monthly KPI read back."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="objectives")
    name_zh = models.CharField(_("Chinese name"), max_length=120, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    metric = models.CharField(_("metric"), max_length=20, choices=MetricKind.choices)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Trend.choices)
    baseline = models.DecimalField(
        _("baseline"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    measure_later = models.BooleanField(_("baseline is measured in stage 2"), default=False)
    target = models.DecimalField(
        _("target"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    measured_where = models.CharField(_("where it is measured"), max_length=200, blank=True)
    window = models.CharField(_("measured over"), max_length=120, blank=True)

    history = AuditedHistory()
    name = localized("name")

    class Meta:
        verbose_name = _("objective")
        ordering = ["project", "pk"]

    def __str__(self):
        return self.name

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"

    @property
    def unit_shown(self):
        return units.shown(self.unit, self.metric)

    @property
    def is_complete(self):
        """Enough said to sign it: the baseline is given or to be measured in stage 2."""
        said = self.name and self.unit and self.measured_where and self.window
        known = self.baseline is not None or self.measure_later
        return bool(said) and self.target is not None and known

    def is_reached(self, value):
        """Whether a measured figure is as good as the target."""
        if value is None or self.target is None:
            return False
        return value >= self.target if self.direction == Trend.UP else value <= self.target
