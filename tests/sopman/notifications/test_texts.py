"""Every notice that the code sends has its words."""

import ast
from pathlib import Path

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import select_template

from sopman.notifications.texts import template_names

ROOT = Path(__file__).resolve().parents[3]
APPS = ["sopman", "projects", "processes", "sops", "reviews", "pilots", "training"]


def codes_sent():
    """The code (second argument) of every call of `notify` that names it."""
    for path in (p for app in APPS for p in sorted((ROOT / app).rglob("*.py"))):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            given = [*node.args[1:2], *(k.value for k in node.keywords if k.arg == "code")]
            if name == "notify":
                yield from (
                    (one.value, f"{path.relative_to(ROOT)}:{node.lineno}")
                    for one in given
                    if isinstance(one, ast.Constant)
                )


def test_the_code_sends_notices():
    assert dict(codes_sent())


@pytest.mark.parametrize(("code", "where"), sorted(dict(codes_sent()).items()))
def test_every_notice_has_its_words(code, where):
    try:
        select_template(template_names(code))
    except TemplateDoesNotExist:
        pytest.fail(f"{where} sends {code}; write templates/{template_names(code)[0]}")
