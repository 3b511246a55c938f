"""One person at the browser: goes to a page, reads, fills in a form, presses its button."""

import re

from django.urls import reverse

from tests.browser import picture
from tests.factories.people import PASSWORD

KIND_OF = "one => one.tagName === 'SELECT' ? 'select' : one.type"


class Desk:
    """What somebody does at one page of the browser; every word is the one that stands there."""

    def __init__(self, page, user, *, language="zh-hans"):
        self.page, self.user, self.language = page, user, language

    def sign_in(self):
        self.page.goto("/account/login/")
        self.fill(login=self.user.employee_number, password=PASSWORD)
        self.press({"zh-hans": "登录", "en": "Sign in"}[self.language])
        self.page.wait_for_url(lambda address: "/login" not in address)
        return self

    def go(self, name, *args):
        """Open a page by its address, as a bookmark or a notice would."""
        self.page.goto(reverse(name, args=args))
        return self

    # Reading

    def reads(self, *words):
        """Each of these stands on the page, where somebody can see it."""
        text = self.text
        for one in words:
            assert one in text, f"“{one}” is not on {self.page.url}:\n{text[:3000]}"
        return self

    def misses(self, *words):
        text = self.text
        for one in words:
            assert one not in text, f"“{one}” stands on {self.page.url}"
        return self

    @property
    def text(self):
        return self.page.locator("body").inner_text()

    def is_shut(self, words):
        """The button is there and can't be pressed: its gate is open still."""
        assert self.page.get_by_role("button", name=words).first.is_disabled()
        return self

    def lacks(self, words):
        """Neither a button nor a link of this name."""
        named = self.page.get_by_role("button", name=words).or_(
            self.page.get_by_role("link", name=words)
        )
        assert named.count() == 0, f"“{words}” is offered on {self.page.url}"
        return self

    def picture(self, name):
        self.page.evaluate("scrollTo(0, 0)")
        picture(self.page, f"journey-{name}")
        return self

    # Moving

    def follow(self, words, *, exact=True):
        """A link, by its words."""
        link = self.page.get_by_role("link", name=words, exact=exact).first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            link.click()
        return self

    def follow_into_dialog(self, words):
        """A link whose form opens over the page."""
        self.page.get_by_role("link", name=words, exact=True).first.click()
        self.page.get_by_role("dialog").wait_for()
        return self

    def press(self, words, *, exact=True, within="body"):
        """The button that sends a form; waits for the page that answers."""
        button = self.page.locator(within).get_by_role("button", name=words, exact=exact).first
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            button.click()
        return self

    def push(self, words):
        """A button that changes the page where it stands, like one more row of a form."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        return self

    def press_and_confirm(self, words):
        """A button that asks back first."""
        self.page.get_by_role("button", name=words, exact=True).first.click()
        dialog = self.page.get_by_role("dialog")
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            dialog.get_by_role("button", name=words, exact=True).or_(
                dialog.get_by_role("button", name=re.compile("继续|Continue"))
            ).first.click()
        return self

    # Forms

    def fill(self, *, within="body", **values):
        """Fields by name: text, a choice by its words, ticks by a list of words or True."""
        for name, value in values.items():
            fields = self.page.locator(f'{within} [name="{name}"]:not([type=hidden])')
            kind = fields.first.evaluate(KIND_OF)
            if kind == "select":
                self._select(fields.first, value)
            elif kind in ("radio", "checkbox"):
                self._tick(within, name, value)
            else:
                fields.first.fill(str(value))
        return self

    def save(self, words, *, within="body", **values):
        """Fill in and send."""
        return self.fill(within=within, **values).press(words, within=within)

    def _select(self, field, words):
        found = field.evaluate(
            "(one, words) => [...one.options].find((o) => o.text.trim() === words || o.value === words)?.value"
            " ?? [...one.options].find((o) => o.text.includes(words))?.value",
            str(words),
        )
        assert found is not None, f"“{words}” is not to be chosen on {self.page.url}"
        field.select_option(found)

    def _tick(self, within, name, value):
        if isinstance(value, bool):
            self.page.locator(f'{within} [name="{name}"]').first.set_checked(value)
            return
        for words in value if isinstance(value, list | tuple) else [value]:
            label = self.page.locator(within).locator(
                "label", has=self.page.locator(f'[name="{name}"]')
            )
            label.filter(has_text=words).first.locator("input").check()
