from django.apps import AppConfig

from sopman.celery import app


class LiveConfig(AppConfig):
    name = "tests.live"
    label = "live"

    def ready(self):
        app.conf.beat_schedule["sweep"]["schedule"] = 2.0  # a test does not wait for the minute
