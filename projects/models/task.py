"""The division of work: what somebody of the team does until when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.project import Project, Revised
from sopman.audit.history import AuditedHistory


class TeamTask(Revised):
    """One piece of work of one person, with its day; it stays when it is done."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="tasks")
    what = models.CharField(_("what is to be done"), max_length=300)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="team_tasks",
        verbose_name=_("done by"),
    )
    due_on = models.DateField(_("until"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = AuditedHistory()

    class Meta:
        verbose_name = _("task of the team")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["holder", "done_at"], name="team_task_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False),
                name="team_task_done_by_somebody",
            )
        ]

    def __str__(self):
        return self.what

    @property
    def audit_chain(self):
        return f"project:{self.project_id}"
