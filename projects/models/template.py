"""Prepared charters: where an organization lets its projects begin."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.project import Revised
from sopman.audit.history import AuditedHistory
from sopman.core.localized import localized


class CharterTemplateQuerySet(models.QuerySet):
    def offered(self):
        return self.filter(is_offered=True)

    def visible_to(self, user):
        """Everybody who can open a project reads them; there is nothing personal in them."""
        return self if user.is_active else self.none()


class CharterTemplate(Revised):
    """A charter to begin with. `content` is what `projects.starting.Content` reads and writes."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80, blank=True)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    about_zh = models.CharField(_("when to use it, in Chinese"), max_length=300, blank=True)
    about_en = models.CharField(_("when to use it, in English"), max_length=300, blank=True)
    content = models.JSONField(default=dict)
    is_offered = models.BooleanField(_("offered for new projects"), default=True)

    objects = CharterTemplateQuerySet.as_manager()
    history = AuditedHistory()
    name = localized("name")
    about = localized("about")

    class Meta:
        verbose_name = _("charter template")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_zh="") | ~Q(name_en=""), name="charter_template_has_a_name"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def audit_chain(self):
        return "organization"
