"""What a person said about a finding that the analysis proposed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from processes.enums import Verdict
from processes.models.findings import Finding
from processes.models.maps import InProject
from projects.models import Project
from sopman.audit.history import AuditedHistory


class JudgedProposal(models.Model):
    """Accepted as a finding, or dismissed with a reason. `key` is that of `proposals.Proposal`."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="judged_proposals")
    key = models.CharField(max_length=24)
    rule = models.CharField(max_length=20)
    text = models.TextField(_("proposal"), max_length=1000)
    verdict = models.CharField(_("what was decided"), max_length=10, choices=Verdict.choices)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    finding = models.ForeignKey(
        Finding, models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(_("judged at"))

    objects = InProject.as_manager()
    history = AuditedHistory()

    class Meta:
        verbose_name = _("judged proposal")
        ordering = ["judged_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="proposal_judged_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPTED, finding__isnull=False)
                | (Q(verdict=Verdict.DISMISSED, finding=None) & ~Q(reason="")),
                name="proposal_verdict_says_why",
            ),
        ]

    def __str__(self):
        return self.text[:60]

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"
