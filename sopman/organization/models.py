"""The organization: one row of settings that every page and rule reads."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.audit.history import AuditedHistory
from sopman.core.localized import localized
from sopman.organization.enums import Language


class Organization(models.Model):
    """The settings row. There is exactly one, with the primary key 1."""

    name_zh = models.CharField(_("Chinese name"), max_length=120, blank=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    revision_days = models.PositiveSmallIntegerField(
        _("working days for the revision after a review"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )
    pilot_min_days = models.PositiveSmallIntegerField(
        _("least days of a pilot"),
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    readiness_threshold = models.PositiveSmallIntegerField(
        _("readiness (%) below which a release needs a signed override"),
        default=80,
        validators=[MaxValueValidator(100)],
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("minutes without activity until log-out"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(1440)],
    )
    library_open = models.BooleanField(
        _("everybody may read every SOP that is in force"), default=True
    )
    base_url = models.URLField(_("address of the product"), blank=True)
    default_language = models.CharField(
        _("language for new people"),
        max_length=10,
        choices=Language.choices,
        default=Language.CHINESE,
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    has_demo = models.BooleanField(_("holds the demonstration company"), default=False)

    history = AuditedHistory()
    name = localized("name")

    class Meta:
        verbose_name = _("organization")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organization_is_one")]

    def __str__(self):
        return self.name or "sopman"

    @property
    def audit_chain(self):
        return "organization"
