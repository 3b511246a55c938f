"""The Celery application; imported by `core.AppConfig.ready()` so that every process has its broker."""

import os

from celery import Celery
from celery.signals import worker_process_init

from sopman.supervisor.leash import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sopman.settings")

app = Celery("sopman")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["sopman.jobs"])
app.conf.beat_schedule = {
    "sweep": {"task": "sopman.jobs.sweep", "schedule": 60.0, "options": {"expires": 55}},
}
# A beat that was killed holds RedBeat's lock for this long; by default that would be 25 minutes.
app.conf.redbeat_lock_timeout = 60
app.conf.beat_max_loop_interval = 10


@worker_process_init.connect
def _follow_the_worker(**_signal):
    """A pool process whose worker was killed must not finish work that somebody else has claimed."""
    follow_parent(os.getppid(), gracefully=False)
