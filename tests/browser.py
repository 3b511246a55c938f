"""Chromium for tests: every page is watched, and anything it complains of fails the test.

def test_something(page_for, live_server, lead):
    page = page_for(lead)
    page.goto(live_server.url + reverse("projects:list"))
    accessible(page)
    picture(page, "project-list")
"""

import functools
import os

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client

from sopman.bootstrap import machine
from tests.before import ROOT

ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = ROOT / "var" / "screenshots"
WIDTHS = {"desktop": 1280, "phone": 390}
VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`));
"""
REFUSALS = {400, 403, 409, 422}  # answers that a page shows on purpose


class Watch:
    """What the pages of one test complained of."""

    def __init__(self):
        self.complaints, self.allowed = [], set(REFUSALS)

    def allow(self, *statuses):
        """For a test that asks for an error page on purpose."""
        self.allowed |= set(statuses)

    def follow(self, page):
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("response", self._on_response)

    def _on_console(self, message):
        if message.type != "error":
            return
        if message.text.startswith("Failed to load resource"):
            return  # the response says it, with its status
        self.complaints.append(f"console: {message.text}")

    def _on_response(self, response):
        if response.status >= 400 and response.status not in self.allowed:
            self.complaints.append(f"{response.status}: {response.request.method} {response.url}")


def _served_once(serve):
    """Styles and scripts stay in the browser's cache, as in production; a year, since clocks jump."""

    def serving(self, request):
        response = serve(self, request)
        response.headers["Cache-Control"] = "max-age=31536000, immutable"
        return response

    return serving


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setattr(StaticFilesHandler, "serve", _served_once(StaticFilesHandler.serve))
        browser = playwright.chromium.launch(executable_path=machine.chromium(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def watch():
    watching = Watch()
    yield watching
    assert not watching.complaints, "\n".join(["The pages complained:", *watching.complaints])


@pytest.fixture
def browser_context(chromium, live_server, watch):
    """`browser_context(user=None, width="desktop", theme="light", language="zh-CN")` → a context."""
    contexts = []

    def make(user=None, *, width="desktop", theme="light", language="zh-CN", **options):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": WIDTHS.get(width, width), "height": 900},
            color_scheme=theme,
            locale=language,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        context.add_init_script(VIOLATIONS)
        context.on("page", watch.follow)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page_for(browser_context):
    """`page_for(user, …)`: a page already logged in, with the options of `browser_context`."""
    return lambda user=None, **options: browser_context(user, **options).new_page()


@pytest.fixture
def page(page_for):
    """A page of somebody who is not logged in."""
    return page_for()


def _session_of(user, url):
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


@functools.cache
def _axe():
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def accessible(page, *, without=()):
    """Fail on any axe finding, in the theme that is on and (colours) in the other one.

    `without` names rules that do not fit this page, with the reason beside.
    """
    page.evaluate(_axe())  # a script tag would be refused by our own policy
    rules = {rule: {"enabled": False} for rule in without}
    told = _told_by_axe(page, {"rules": rules})
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    page.emulate_media(color_scheme="light" if dark else "dark")
    told += _told_by_axe(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="dark" if dark else "light")
    assert not told, "\n".join([f"axe finds on {page.url}:", *told])


def _told_by_axe(page, options):
    told = {"resultTypes": ["violations"], "iframes": False, "preload": False} | options
    found = page.evaluate("told => axe.run(document, told)", told)["violations"]
    return [
        f"{item['id']} ({item['impact']}): {item['help']}\n"
        + "\n".join(f"    {node['html'][:160]}" for node in item["nodes"][:5])
        for item in found
    ]


def picture(page, name):
    """Keep what the page looks like in var/screenshots/."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
