"""What the frame of every page needs."""

from django.http import HttpRequest

from sopman.core.frame import THEMES, language_of_page, theme_of


def face(request: HttpRequest) -> dict:
    """Theme and language of the page; the frame itself stands in {% load frame %}."""
    return {"theme": theme_of(request), "themes": THEMES, "html_lang": language_of_page()}
