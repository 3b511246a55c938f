"""What the frame of every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from sopman.core.frame import THEMES, theme_of

HTML_LANG = {"zh-hans": "zh-CN", "en": "en"}


def face(request: HttpRequest) -> dict:
    """Theme and language of the page; the frame itself stands in {% load frame %}."""
    language = get_language() or settings.LANGUAGE_CODE
    return {
        "theme": theme_of(request),
        "themes": THEMES,
        "html_lang": HTML_LANG.get(language, language),
    }
