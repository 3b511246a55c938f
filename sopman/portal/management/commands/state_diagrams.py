"""The state machines as Mermaid diagrams, drawn from the code."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django_fsm import FSMFieldMixin

TARGET = Path("sopman/docs/states.md")
HEAD = """# State machines

Drawn from the code by `python3 manage.py state_diagrams`; a test fails when this page is behind.
Every move runs through `sopman.lifecycle.fire()` ([ADR 2](adr/0002-one-joint-for-every-transition.md)).
"""


class Command(BaseCommand):
    help = "Write sopman/docs/states.md from the code."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Fail when the page is behind.")

    def handle(self, *, check, **options):
        with translation.override("en"):
            text = "\n".join([HEAD, *(_section(*one) for one in machines())])
        path = settings.BASE_DIR / TARGET
        if not check:
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"{TARGET} is written.")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(f"{TARGET} is behind the code; run manage.py state_diagrams.")


def machines():
    """(model, field) of every state machine, in the order of the floors."""
    for model in apps.get_models():
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, FSMFieldMixin):
                yield model, field


def _section(model, field):
    labels = dict(field.flatchoices)
    lines = [f"## {str(model._meta.verbose_name).capitalize()} (`{model._meta.label}`)", "",
             "```mermaid", "stateDiagram-v2"]  # fmt: skip
    lines += [f"    {state}: {labels[state]}" for state in labels]
    lines.append(f"    [*] --> {field.default}")
    moves = sorted(
        (str(step.source), str(step.target), step.name) for step in field.get_all_transitions(model)
    )
    left = {source for source, _target, _name in moves}
    lines += [f"    {source} --> {target}: {name}" for source, target, name in moves]
    lines += [f"    {state} --> [*]" for state in labels if state not in left]
    return "\n".join([*lines, "```", ""])
