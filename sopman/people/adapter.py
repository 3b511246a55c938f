"""django-allauth with sign-up closed: accounts are made by an administrator or an import."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False
