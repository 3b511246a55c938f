"""The words of a notice, in the language in force."""

import json
from functools import lru_cache
from typing import NamedTuple

from django.template import Context, TemplateDoesNotExist
from django.template.loader import select_template
from django.utils.translation import get_language

from sopman.core import kept
from sopman.notifications.models import Notice
from sopman.notifications.params import read


class Text(NamedTuple):
    title: str
    body: str


def template_names(code: str) -> list[str]:
    """`reviews.round.opened` → templates/reviews/notices/reviews_round_opened.txt (or without the app)."""
    app, _dot, rest = code.partition(".")
    return [f"{app}/notices/{name.replace('.', '_')}.txt" for name in (code, rest)]


def text_of(notice: Notice) -> Text:
    """First line the title, the rest the body; plain text, escaped by whoever shows it."""
    return _text(notice.code, json.dumps(notice.params, sort_keys=True), kept.here())


@lru_cache(maxsize=kept.MOST)
def _text(code: str, params: str, _here: tuple) -> Text:
    try:
        template = _template(code, get_language())
    except TemplateDoesNotExist:
        return Text(code, "")
    facts = {name: read(value) for name, value in json.loads(params).items()}
    rendered = template.render(Context(facts, autoescape=False)).strip()
    title, _line, body = rendered.partition("\n")
    return Text(title.strip(), body.strip())


@lru_cache(maxsize=512)
def _template(code: str, language: str):
    return select_template(template_names(code)).template
