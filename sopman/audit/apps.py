from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "sopman.audit"
    label = "audit"

    def ready(self):
        from sopman.audit.models import Event  # noqa: PLC0415 -- models are not loaded earlier
        from sopman.audit.triggers import append_only  # noqa: PLC0415 -- the same

        append_only(Event)
        post_migrate.connect(_install, dispatch_uid="sopman.audit.triggers")


def _install(sender, using, **kwargs):
    from django.db import connections  # noqa: PLC0415 -- only after migrate

    from sopman.audit.triggers import install  # noqa: PLC0415 -- only after migrate

    if sender.label == "audit":  # once: the signal comes per app, after all tables are made
        install(connections[using])
