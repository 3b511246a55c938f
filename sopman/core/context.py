"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from sopman.core import navigation

THEMES = ("light", "dark", "auto")
THEME_COOKIE = "theme"
HTML_LANG = {"zh-hans": "zh-CN", "en": "en"}


def face(request: HttpRequest) -> dict:
    """Theme, languages and side bar; lazily, for fragments need none of it."""
    theme = request.COOKIES.get(THEME_COOKIE)
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "theme": theme if theme in THEMES else "auto",
        "themes": THEMES,
        "html_lang": HTML_LANG.get(language, language),
        "navigation": SimpleLazyObject(lambda: navigation.entries(request)),
    }
