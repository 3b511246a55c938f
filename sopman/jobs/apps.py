from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "sopman.jobs"
    label = "jobs"

    def ready(self):
        from sopman.audit.codes import describe  # noqa: PLC0415 -- models aren't there before

        autodiscover_modules("tasks")  # handlers and periodic work of every app
        describe(
            {
                "jobs.job.failed": _("Background work failed for good"),
                "jobs.job.quarantined": _("Background work put away: it ended its worker"),
                "jobs.job.retried": _("Background work started again"),
            }
        )
