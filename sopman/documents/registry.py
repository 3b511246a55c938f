"""Which deliverables there are. Register in `<app>/deliverables.py`, imported at start."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Deliverable:
    """A document about one `model` row: `context(subject, language)` feeds one print template."""

    code: str
    model: type[Model]
    title: Any
    template: str
    context: Callable[[Any, str], dict]
    docx: Callable[[dict, str], bytes] | bool = False

    @property
    def formats(self) -> list[str]:
        return ["pdf", "docx"] if self.docx else ["pdf"]


_deliverables: dict[str, Deliverable] = {}


def deliverable(
    code: str,
    *,
    model: type[Model],
    title: Any,
    docx: Callable[[dict, str], bytes] | bool = False,
    template: str = "",
) -> Callable:
    """`@deliverable("projects.charter", model=Project, title=_("Charter")) def f(project, language)`.

    The template is templates/<app>/print/<name>.html unless another is named. The context must
    not hold the moment of printing or the reader: the same content is rendered once for all.
    `docx=True`: a Word document is made of the same HTML (`sopman.documents.word`); a function
    writes one of its own from the context.
    """
    app, _dot, name = code.partition(".")

    def register(context: Callable[[Any, str], dict]) -> Callable:
        path = template or f"{app}/print/{name}.html"
        _deliverables[code] = Deliverable(code, model, title, path, context, docx)
        return context

    return register


def find(code: str) -> Deliverable | None:
    return _deliverables.get(code)


def deliverables() -> list[Deliverable]:
    return list(_deliverables.values())
