"""The search page."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from sopman.core.http import is_htmx
from sopman.search import queries, registry
from sopman.search.matching import clean


@require_safe
def search(request):
    text, only = clean(request.GET.get("q", "")), request.GET.get("in", "")
    if only not in {source.code for source in registry.sources()}:
        only = ""
    groups = queries.search(text, request.user, only=only)
    context = {"text": text, "only": only, "groups": groups}
    template = "search/_results.html" if is_htmx(request) else "search/search.html"
    return render(request, template, context)
