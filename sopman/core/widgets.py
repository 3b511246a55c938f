"""The plain widgets as HTML without a template per option: a list's filters hold hundreds of them.

Says what Django's own widget templates say (a test compares them).
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_FOLDER = "django/forms/widgets/"


def rendered(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The widget, or None when a template has to say it."""
    write = _WRITERS.get(template_name)
    return write(context["widget"]) if write else None


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    said = ""
    for name, value in attrs.items():
        if value is True:
            said += f" {conditional_escape(name)}"
        elif value is not False:
            said += f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
    return mark_safe(said)  # noqa: S308 -- every piece is escaped


def _input(widget: Mapping[str, Any]) -> SafeString:
    value = widget["value"]
    said = "" if value is None else format_html(' value="{}"', str(value))
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"], widget["name"], said, _attributes(widget["attrs"]),
    )  # fmt: skip


def _select(widget: Mapping[str, Any]) -> SafeString | None:
    lines = []
    for group, options, _index in widget["optgroups"]:
        if group:
            lines.append(f'\n  <optgroup label="{conditional_escape(group)}">')
        lines += map(_option, options)
        if group:
            lines.append("\n  </optgroup>")
    inner = mark_safe("".join(lines))  # noqa: S308 -- every piece is escaped
    return format_html(
        '<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget["attrs"]), inner
    )


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


class Select(forms.Select):
    """Writes its options without building a description of each first."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        lines, wanted = [], {str(one) for one in self.format_value(value)}
        for given, label in self.choices:
            if isinstance(label, list | tuple):  # a group
                return super().render(name, value, attrs, renderer)
            key = "" if given is None else str(given)
            mark = " selected" if key in wanted else ""
            if mark:
                wanted = set()  # one only
            lines.append(
                f'\n  <option value="{conditional_escape(key)}"{mark}>{conditional_escape(str(label))}</option>'
            )
        said = _attributes(self.build_attrs(self.attrs, attrs))
        inner = mark_safe("".join(lines))  # noqa: S308 -- escaped piece by piece
        return format_html('<select name="{}"{}>{}\n</select>', name, said, inner)


_INPUTS = (
    "text",
    "number",
    "email",
    "url",
    "password",
    "hidden",
    "date",
    "datetime",
    "time",
    "checkbox",
)
_WRITERS: dict[str, Callable[[Mapping[str, Any]], SafeString | None]] = {
    f"{_FOLDER}{name}.html": _input for name in _INPUTS
} | {f"{_FOLDER}select.html": _select}
