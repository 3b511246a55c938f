from django.db import models
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """What a signature says. The signer reads the sentence before signing."""

    CHARTER_SPONSOR = "charter_sponsor", _("I approve this charter as the project's sponsor.")
    CHARTER_REVISED = (
        "charter_revised",
        _("I approve this revision of the charter as the project's sponsor."),
    )
    AUTHOR = "author", _("I am the author of this document.")
    REVIEWED = "reviewed", _("I have reviewed this version from my perspective.")
    COUNTERSIGNED = "countersigned", _("I countersign this version for my department.")
    APPROVED = "approved", _("I approve this version as head of the owning department.")
    RELEASED = "released", _("I release this version with the stated effective date.")
    WAIVED = "waived", _("I waive this requirement for the stated reason.")
    OVERRIDDEN = "overridden", _("I go ahead below the threshold for the stated reason.")
    ACKNOWLEDGED = "acknowledged", _("I have read and understood this version.")
    CONCLUDED = "concluded", _("I conclude the pilot with the stated decision.")
    IMPORTED = "imported", _("I bring this existing SOP into force as stated.")
    WITHDRAWN = "withdrawn", _("I withdraw this SOP for the stated reason.")
