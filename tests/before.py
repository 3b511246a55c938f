"""Loaded by pytest before Django's settings are (pyproject, `-p tests.before`): chooses where tests live.

Every xdist process gets a data folder, a database and a Redis database of its own.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

os.environ["SOPMAN_TESTING"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the tests' own thread
os.environ.setdefault("SOPMAN_NO_BOOTSTRAP", "1")
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")
for _name in ("SOPMAN_BASE_URL", "SOPMAN_ALLOWED_HOSTS", "SOPMAN_DEMO_SIGN_IN", "SOPMAN_DEBUG"):
    os.environ.pop(_name, None)

DATA = Path(os.environ.setdefault("SOPMAN_DATA", str(ROOT / "var" / "test")))
if WORKER:
    DATA = DATA / WORKER
    os.environ["SOPMAN_DATA"] = str(DATA)
    if _redis := os.environ.get("SOPMAN_TEST_REDIS_URL"):
        _url = urlsplit(_redis)
        _number = int(_url.path.strip("/") or 0) + int(WORKER.removeprefix("gw"))
        os.environ["SOPMAN_TEST_REDIS_URL"] = _url._replace(path=f"/{_number}").geturl()
DATA.mkdir(parents=True, exist_ok=True)
