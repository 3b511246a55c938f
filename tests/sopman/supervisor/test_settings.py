"""The settings of production, read as a production process reads them."""

import subprocess
import sys

from tests.before import ROOT
from tests.live.processes import environment, manage

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "sopman.settings",
    "SOPMAN_DATABASE_URL": "postgres://sopman:secret@postgres/sopman",
    "SOPMAN_REDIS_URL": "redis://redis:6379/0",
    "SOPMAN_SECRET_KEY": "Kp3-7Ws_xVq0ZbN8dRt5Yh2LcM9fJa6GeUoTi4DnXs1QvBwPzCrEkHyA",
    "SOPMAN_BASE_URL": "https://sop.example.com",
    "SOPMAN_BEHIND_PROXY": "1",
}


def test_the_deployment_check_is_silent(tmp_path):
    told = manage(
        environment(tmp_path, **PRODUCTION), "check", "--deploy", "--fail-level", "WARNING"
    )
    assert told.strip() == "System check identified no issues (0 silenced)."


def test_production_needs_a_key_of_its_own(tmp_path):
    """Made-up keys would differ from process to process, and every session would end."""
    env = environment(tmp_path, **PRODUCTION | {"SOPMAN_SECRET_KEY": ""})
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode
    assert "SOPMAN_SECRET_KEY is not set" in done.stderr
    assert not (tmp_path / "secret_key").exists()


def test_every_process_knows_its_broker(tmp_path):
    """Without sopman.celery a `.delay()` would go to whatever listens at amqp://localhost."""
    env = environment(tmp_path, **PRODUCTION)
    code = "import sopman.wsgi, celery; print(celery.current_app.conf.broker_url)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.stdout.strip() == PRODUCTION["SOPMAN_REDIS_URL"], done.stderr
