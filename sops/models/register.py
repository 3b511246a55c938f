"""The register: one row per SOP, whatever its versions."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import Project
from sopman.audit.history import AuditedHistory
from sopman.core.localized import localized
from sopman.people.models import Department, Position
from sops.enums import Confidentiality, VersionState


class SopQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(_has_version(state=VersionState.EFFECTIVE))

    def visible_to(self, user):
        """SOPs of which the person may read a version, or which were withdrawn from all."""
        from sops.models.versions import SopVersion  # noqa: PLC0415 -- it points here

        if user.standing.is_controller or user.standing.is_auditor:
            return self
        readable = SopVersion.objects.visible_to(user).filter(sop=OuterRef("pk"))
        withdrawn = Q(withdrawn_at__isnull=False, confidentiality=Confidentiality.INTERNAL)
        return self.filter(Exists(readable) | withdrawn)


def _has_version(**conditions):
    from sops.models.versions import SopVersion  # noqa: PLC0415 -- it points here

    return Exists(SopVersion.objects.filter(sop=OuterRef("pk"), **conditions))


class Sop(models.Model):
    """A controlled document. Never deleted; its number is never given again."""

    number = models.CharField(_("document number"), max_length=40, unique=True)
    title_zh = models.CharField(_("Chinese title"), max_length=200, blank=True)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    owning_department = models.ForeignKey(
        Department,
        verbose_name=_("owning department"),
        on_delete=models.PROTECT,
        related_name="sops",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        related_name="owned_sops",
    )
    positions = models.ManyToManyField(
        Position, verbose_name=_("positions addressed"), blank=True, related_name="sops"
    )
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=20,
        choices=Confidentiality.choices,
        default=Confidentiality.INTERNAL,
    )
    created_at = models.DateTimeField(_("created"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawal_confirmed_at = models.DateTimeField(_("withdrawal confirmed"), null=True, blank=True)
    withdrawal_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdraw_reason = models.TextField(_("reason for the withdrawal"), blank=True)

    objects = SopQuerySet.as_manager()
    history = AuditedHistory()
    title = localized("title")

    class Meta:
        verbose_name = _("SOP")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=~Q(title_zh="", title_en=""), name="sop_has_a_title"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdraw_reason="")
                ),
                name="sop_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_confirmed_at=None, withdrawal_confirmed_by=None)
                | Q(withdrawal_confirmed_at__isnull=False, withdrawal_confirmed_by__isnull=False),
                name="sop_withdrawal_confirmed_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("sops:detail", args=[self.pk])

    @property
    def audit_chain(self):
        return f"sop:{self.pk}"


class ProjectSop(models.Model):
    """The SOP that a project writes, and the version it is writing now."""

    project = models.OneToOneField(Project, models.PROTECT, related_name="project_sop")
    sop = models.ForeignKey(Sop, models.PROTECT, related_name="project_sops")
    version = models.ForeignKey("sops.SopVersion", models.PROTECT, related_name="+")

    history = AuditedHistory()

    class Meta:
        verbose_name = _("SOP of a project")

    def __str__(self):
        return f"{self.project} – {self.sop}"

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"
