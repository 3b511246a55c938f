"""django-allauth with sign-up closed: accounts are made by an administrator or an import."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ClosedSignUp(DefaultAccountAdapter):
    """Says the same whatever was wrong, and keeps its own messages to itself."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The number or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Being logged in shows by itself."""

    def get_logout_redirect_url(self, request: Any) -> str:
        return reverse("account_login")
