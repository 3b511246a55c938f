"""The canvas: one map drawn with bpmn-js, saved as a whole. It talks JSON with its page."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from processes import actions
from processes.bpmn import Document, Unreadable
from processes.enums import VALUE_SIGNS, ValueClass
from processes.forms.mapping import ActivityForm, seen_number
from processes.merging import MINE, THEIRS
from processes.merging_words import offer
from processes.models import Activity, ProcessMap
from processes.queries import mapping as queries
from processes.views.canvas_words import alignments, drawing_words, keys, page_words, shapes
from processes.views.map_access import home_of, open_map
from sopman.core import wording
from sopman.core.errors import Refused
from sopman.people import queries as people

# Fields of the panel beside the canvas, and under which name the map keeps them.
PANEL = {
    "name": "name",
    "position": "position",
    "system": "system",
    "touch_minutes": "touch",
    "waiting_minutes": "waiting",
    "value_class": "valueClass",
    "waste": "waste",
    "entered": "entered",
    "output": "output",
    "notes": "notes",
}


@require_GET
def canvas(request: HttpRequest, map_pk: int) -> HttpResponse:
    process_map = open_map(request, map_pk)
    form = ActivityForm(prefix="element", auto_id="%s")
    context = {
        "project": process_map.project,
        "process_map": process_map,
        "fields": [form[name] for name in PANEL if name in form.fields],
        "systems": queries.systems_in(process_map.project),
        "shapes": shapes(),
        "alignments": alignments(),
        "keys": keys(),
        "values": [(one.value, one.label, VALUE_SIGNS[one.value]) for one in ValueClass],
        "back": home_of(process_map),
        "data": _data(process_map),
    }
    return render(request, "processes/canvas.html", context)


def _data(process_map: ProcessMap) -> dict[str, Any]:
    """What the script on the page starts from."""
    return {
        "xml": process_map.xml,
        "revision": process_map.revision,
        "ours": Document.parse(process_map.xml).is_ours,
        "words": page_words(),
        "drawing": drawing_words(),
        "signs": VALUE_SIGNS,
        "panel": PANEL,
        "lanes": {str(one.pk): one.name_zh or one.name_en for one in people.positions_in_use()},
        "presence": reverse("processes:canvas_presence", args=[process_map.pk]),
        "save": reverse("processes:save_canvas", args=[process_map.pk]),
    }


@require_POST
def save_canvas(request: HttpRequest, map_pk: int) -> HttpResponse:
    """`xml`, `seen`, and `confirm` after a question. Answers with the map as it is stored."""
    process_map = open_map(request, map_pk)
    seen = seen_number(request.POST.get("seen", ""))
    try:
        if seen is None:
            raise Unreadable(_("The page did not say which revision it shows. Open it again."))
        saved = actions.save_canvas(
            process_map,
            xml=request.POST.get("xml", ""),
            actor=request.user,
            at=timezone.now(),
            seen_revision=seen,
            confirm=request.POST.get("confirm") == "yes",
            choices=_choices(request),
            onto=seen_number(request.POST.get("onto", "")),
        )
    except Unreadable as error:
        return JsonResponse({"reasons": [str(error)]}, status=422)
    except actions.Asks as asks:
        return JsonResponse({"asks": [str(one) for one in asks.reasons]}, status=409)
    except actions.Stale as stale:
        return JsonResponse({"stale": _offer(process_map, stale, seen)}, status=409)
    except Refused as refused:
        return JsonResponse({"reasons": [str(one) for one in refused.reasons]}, status=409)
    told = stored(saved)
    if process_map.revision != seen or saved.revision not in (seen, seen + 1):
        # Somebody else's changes came with it.
        told["xml"] = saved.xml
    return JsonResponse(told)


def _choices(request: HttpRequest) -> dict[str, str]:
    """“mine” or “theirs” by the key of a conflict; whatever else was sent is no choice."""
    try:
        given = json.loads(request.POST.get("choices") or "{}")
    except ValueError:
        return {}
    pairs = given.items() if isinstance(given, dict) else ()
    return {key: side for key, side in pairs if side in (MINE, THEIRS)}


def _offer(process_map: ProcessMap, stale: actions.Stale, seen: int | None) -> dict[str, Any]:
    documents = [stale.merged.document, Document.parse(process_map.xml)]
    return offer(stale.merged, documents) | {
        "onto": stale.onto,
        "by": str(stale.by or _("Somebody")),
        "at": wording.clock(stale.at),
    }


@require_POST
def canvas_presence(request: HttpRequest, map_pk: int) -> HttpResponse:
    """The page says that it still shows the map, and hears who else does."""
    process_map = open_map(request, map_pk)
    if request.POST.get("leave") == "yes":
        actions.close_map(process_map, actor=request.user)
        return HttpResponse(status=204)
    others = actions.keep_open(process_map, actor=request.user, at=timezone.now())
    return JsonResponse(
        {
            "others": [[str(one.person), wording.clock(one.opened_at)] for one in others],
            "revision": process_map.revision,
        }
    )


def stored(process_map: ProcessMap) -> dict[str, Any]:
    """What the page takes over after a save: identities and positions that the server gave."""
    document = Document.parse(process_map.xml)
    rows = Activity.objects.filter(map=process_map).values_list("element_id", "step_id")
    lanes = {lane.id: lane.position or "" for lane in document.graph().lanes}
    return {
        "revision": process_map.revision,
        "steps": {element: str(step) for element, step in rows},
        "lanes": lanes,
    }
