"""How long the canvas takes to open the map of a project in Chromium, where there is one."""

import os
import threading
import time
from socketserver import ThreadingMixIn
from statistics import median
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse

from processes.queries.mapping import as_is_map
from projects.models import Project
from sopman.bootstrap import machine

OPENS = 1.5  # seconds
READY = "map-canvas[data-ready]"
LONGEST = 30_000  # milliseconds until it is given up


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


def canvas(project: Project, *, times: int) -> dict[str, Any]:
    """From the click to the drawn map; the first opening, which fills the cache, told apart."""
    told: dict[str, Any] = {"goal_seconds": OPENS, "measured": False}
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 -- for tests only
    except ImportError:
        return told | {"why": "Playwright is not installed; it comes with the test packages."}
    process_map = as_is_map(project)
    client = Client()
    client.force_login(project.lead)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    path = reverse("processes:canvas", args=[process_map.pk])
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            seconds = _opened(playwright, server.server_port, session, path, times)
    except Error as error:
        return told | {"why": str(error).partition("\n")[0]}
    finally:
        server.shutdown()
    usual = median(seconds[1:])
    return told | {
        "measured": True,
        "first_seconds": round(seconds[0], 3),
        "seconds": round(usual, 3),
        "ok": usual <= OPENS,
    }


def _opened(playwright: Any, port: int, session: str, path: str, times: int) -> list[float]:
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=machine.chromium(), args=root)
    try:
        address = f"http://127.0.0.1:{port}"
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}
        context.add_cookies([cookie])
        page, seconds = context.new_page(), []
        for _n in range(times + 1):
            began = time.perf_counter()
            page.goto(address + path)
            page.locator(READY).wait_for(timeout=LONGEST)
            seconds.append(time.perf_counter() - began)
        return seconds
    finally:
        browser.close()
