"""The forms of a page: where they go, what they ask, what stands in them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)


class Form(list[Field]):
    """The fields of a form; `is_kept`: what is typed there stays in the browser's draft."""

    is_kept = True


class _Forms(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self._form, self._area = page, {}, None, None

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            target = (given.get("action") or self.page).partition("?")[0]
            posts = given.get("method", "get").lower() == "post"
            self._form = self.forms.setdefault(target, Form()) if posts else Form()
            self._form.is_kept &= "data-draft" in given
        elif self._form is not None and given.get("name"):
            self._take(tag, given)
        elif tag == "option" and self._form:
            self._form[-1].options.append(given.get("value", ""))
            if "selected" in given:
                self._form[-1].value = given.get("value", "")

    def _take(self, tag, given):
        kind = given.get("type", "text") if tag == "input" else tag
        if kind in ("submit", "button") or given["name"] == "csrfmiddlewaretoken":
            return
        chosen, value = kind in ("checkbox", "radio"), given.get("value", "")
        one = next((one for one in self._form if chosen and one.name == given["name"]), None)
        if one is None:
            self._form.append(one := Field(given["name"], kind, "" if chosen else value))
        if chosen:
            one.options.append(value)
            one.value = value if "checked" in given else one.value
        self._area = one if tag == "textarea" else None

    def handle_data(self, data):
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            self._area = None


def forms_in(response, page: str) -> dict[str, Form]:
    """By the path a form is sent to."""
    parser = _Forms(page)
    parser.feed(response.content.decode())
    return parser.forms
