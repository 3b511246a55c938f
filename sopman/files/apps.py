from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "sopman.files"
    label = "files"

    def ready(self):
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models aren't there before

        describe(
            {
                "files.attachment.added": _("File attached"),
                "files.attachment.removed": _("File removed"),
            }
        )
