"""What the calendar editor writes: days that differ from the library, and settled years."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from sopman.audit.history import AuditedHistory


class CalendarDay(models.Model):
    """A public holiday or a make-up workday, for one site or (without a site) for all."""

    site = models.ForeignKey(
        "people.Site", verbose_name=_("site"), on_delete=models.PROTECT, null=True, blank=True
    )
    date = models.DateField(_("date"))
    is_workday = models.BooleanField(_("is a workday"))
    note = models.CharField(_("note"), max_length=120, blank=True)

    history = AuditedHistory()
    audit_chain = "organization"

    class Meta:
        verbose_name = _("calendar day")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["site", "date"], name="workdays_one_per_site"),
            models.UniqueConstraint(
                fields=["date"],
                condition=models.Q(site=None),
                name="workdays_one_for_all_sites",
            ),
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d}"


class CalendarYear(models.Model):
    """A year whose public holidays an administrator has checked against the official notice."""

    site = models.ForeignKey(
        "people.Site", verbose_name=_("site"), on_delete=models.PROTECT, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("year"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))

    history = AuditedHistory()
    audit_chain = "organization"

    class Meta:
        verbose_name = _("calendar year")
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["site", "year"], name="workdays_year_per_site"),
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(site=None), name="workdays_year_for_all"
            ),
        ]

    def __str__(self):
        return str(self.year)
