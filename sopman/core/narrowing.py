"""The filter of a list. Most people ask for the whole list: then nothing is validated, and what the
fields say is kept by what they offer."""

from collections.abc import Hashable
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from sopman.core import kept
from sopman.core.forms import Form


class Narrowing:
    """`offers` is all that the fields say besides what was typed: the rows of the selects, and what
    else the form decides by its `arguments`."""

    def __init__(
        self, request: HttpRequest, form: type[Form], *, offers: Hashable, **arguments: Any
    ) -> None:
        self.data, self._form, self._offers = request.GET, form, offers
        self._arguments = arguments
        self.said = tuple(
            (name, tuple(given)) for name, given in self.data.lists() if name in form.base_fields
        )

    @cached_property
    def form(self) -> Form:
        return self._form(self.data, **self._arguments)

    @cached_property
    def values(self) -> dict[str, Any]:
        """What is asked for; nonsense in the address narrows nothing."""
        if not self.said:
            return {}
        self.form.is_valid()
        return {name: one for name, one in self.form.cleaned_data.items() if one}

    @property
    def errors(self) -> Any:
        return self.form.errors if self.said else {}

    @property
    def is_used(self) -> bool:
        return bool(self.values)

    @property
    def fields(self) -> SafeString:
        """All fields, one after the other."""
        return kept.once((self._form, self.said, self._offers), self._drawn)

    def _drawn(self) -> SafeString:
        return format_html_join("", "{}", ((field.as_field_group(),) for field in self.form))
