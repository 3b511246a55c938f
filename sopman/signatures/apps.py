from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SignaturesConfig(AppConfig):
    name = "sopman.signatures"
    label = "signatures"

    def ready(self):
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models are not loaded earlier
        from sopman.audit.triggers import append_only  # noqa: PLC0415 -- the same
        from sopman.signatures.models import Attempt, Signature  # noqa: PLC0415 -- the same

        append_only(Signature)
        append_only(Attempt)
        describe({"signatures.attempt.failed": _("An attempt to sign failed")})
