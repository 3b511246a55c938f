"""What the canvas says that does not stand in its template: by the English words of bpmn-js, and ours."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def drawing_words() -> dict[str, str]:
    """The words of bpmn-js and of its minimap that the canvas can show."""
    return {
        "Add lane above": _("Add lane above"),
        "Add lane below": _("Add lane below"),
        "Divide into two lanes": _("Divide into two lanes"),
        "Divide into three lanes": _("Divide into three lanes"),
        "Append end event": _("Append an end"),
        "Append gateway": _("Append a decision"),
        "Append task": _("Append a step"),
        "Connect to other element": _("Connect to another element"),
        "Change element": _("Change element"),
        "Delete": _("Delete"),
        "Align elements": _("Align elements"),
        "Align elements left": _("Align elements left"),
        "Align elements center": _("Align elements center"),
        "Align elements right": _("Align elements right"),
        "Align elements top": _("Align elements top"),
        "Align elements middle": _("Align elements middle"),
        "Align elements bottom": _("Align elements bottom"),
        "Distribute elements horizontally": _("Distribute elements horizontally"),
        "Distribute elements vertically": _("Distribute elements vertically"),
        "Search in diagram": _("Search in the map"),
        "Open minimap": _("Open the overview"),
        "Close minimap": _("Close the overview"),
        "Task": pgettext("map", "Step"),
        "Sub-process (collapsed)": _("Sub-process"),
        "Sub-process": _("Sub-process"),
        "Sub-process (expanded)": _("Sub-process, expanded"),
        "Exclusive gateway": _("Decision: one way"),
        "Inclusive gateway": _("Decision: one or more ways"),
        "Parallel gateway": _("Parallel: all ways"),
        "Start event": pgettext("map", "Start"),
        "End event": pgettext("map", "End"),
        "flow elements must be children of pools/participants": _("Put it into a pool or a lane."),
        "Open {element}": _("Open {element}"),
    }


def page_words() -> dict[str, str]:
    """What the page's own scripts say."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "failed": _("The map could not be saved. It is kept in this browser; try again."),
        "offline": _("The server can't be reached. Your work is kept in this browser."),
        "expired": _("You are no longer logged in. Log in in another tab, then save again."),
        "broken": _("The map can't be shown. Use the step table."),
        "minutes": _("0 min"),
        "start": pgettext("map", "Start"),
        "end": pgettext("map", "End"),
        "step": pgettext("map", "Step"),
        "decision": pgettext("map", "Decision"),
        "parallel": pgettext("map", "Parallel"),
        "event": pgettext("map", "Event"),
        "lane": pgettext("map", "Lane"),
        "pool": pgettext("map", "Pool"),
        "flow": pgettext("map", "Connection"),
        "nameless": _("without a name"),
        "nobody": _("Not named yet"),
        "connected": _("Connected."),
        "refused": _("These two can't be connected."),
        "placed": _("Added; give it a name in the panel."),
        "disconnect": _("Remove the connection to 0"),
        "condition": _("Condition towards 0"),
        "yours": _("Yours"),
        "theirs": _("Theirs"),
        "onemap": _("0 has this map open since 1."),
        "savedby": _("Last saved by 0 at 1."),
        "moved": _("It was saved meanwhile. When you save, both are put together."),
    }


def shapes() -> list[tuple[str, str]]:
    """Our palette; connections have a button of their own."""
    return [
        ("start", pgettext("map", "Start")),
        ("step", pgettext("map", "Step")),
        ("decision", pgettext("map", "Decision")),
        ("parallel", pgettext("map", "Parallel")),
        ("end", pgettext("map", "End")),
        ("lane", pgettext("map", "Lane")),
        ("pool", pgettext("map", "Pool")),
    ]


def alignments() -> list[tuple[str, str]]:
    return [
        ("align-left", _("Align elements left")),
        ("align-center", _("Align elements center")),
        ("align-right", _("Align elements right")),
        ("align-top", _("Align elements top")),
        ("align-middle", _("Align elements middle")),
        ("align-bottom", _("Align elements bottom")),
        ("align-horizontal", _("Distribute elements horizontally")),
        ("align-vertical", _("Distribute elements vertically")),
    ]


def keys() -> list[tuple[str, str]]:
    return [
        ("Ctrl+S", _("Save map")),
        ("Ctrl+Z", _("Undo")),
        ("Ctrl+Y", _("Redo")),
        ("Ctrl+C, Ctrl+V", _("Copy and paste; a copy is a step of its own")),
        ("Ctrl+A", _("Select everything")),
        ("Ctrl+F", _("Search in the map")),
        ("Del", _("Delete what is selected")),
        ("↑ ↓ ← →", _("Move what is selected; with Shift further")),
        ("Ctrl + ↑ ↓ ← →", _("Move the sheet")),
        ("Ctrl +, Ctrl −", _("Larger, smaller")),
        ("Tab", _("To the tools and to the panel: everything works there by keyboard")),
    ]
