"""Platform roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Granted with dates by an administrator; everything else follows from appointments."""

    ADMINISTRATOR = "administrator", _("Administrator")
    DOCUMENT_CONTROLLER = "document_controller", _("Document controller")
    AUDITOR = "auditor", _("Auditor")
