"""Whatever is sent: never a 500, and nothing half-kept."""

import copy

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.urls import NoReverseMatch
from django.utils.functional import cached_property

from tests.factories.people import PASSWORD
from tests.permissions import table
from tests.permissions.asking import given, path_of
from tests.permissions.pages import Field, forms_in
from tests.permissions.routes import address, routes
from tests.permissions.table import Row
from tests.permissions.watch import kept

ROWS = table.rows()
READ = [row for row in ROWS if row.method == "GET"]
WRITE = [row for row in ROWS if row.method == "POST"]
BIG = 2**63
# A refused signature is written down although the step is not taken.
MAY_STAY = {"audit_event", "audit_chain", "signatures_failedattempt", "signatures_attempt"}

# Where the form of an address without a page of its own stands: (address, object).
STANDS = {
    "reviews:add_comment": ("reviews:seat", "seat"),
    "reviews:checklist": ("reviews:seat", "seat"),
    "reviews:hand_in": ("reviews:seat", "seat"),
    "reviews:sign": ("reviews:seat", "head seat"),
    "sops:save_snapshot": ("sops:drafting", "drafting"),
    "processes:add_evidence": ("processes:finding", "finding"),
    "processes:add_record_file": ("processes:evidence", "record"),
    "processes:type_cycle": ("processes:stopwatch", "observation"),
    "processes:keep": ("processes:optimization", "optimization"),
    "training:hold_session": ("training:session", "session to come"),
    "training:attendance": ("training:session", "session"),
    "training:save": ("training:attempt", "own attempt"),
    "workdays:confirm_year": ("workdays:calendar", ""),
    "organization:settings": ("organization:home", ""),
    "organization:workflow": ("organization:home", ""),
}
# Nothing is typed there: a button, or its page is not there in this world.
BUTTONS = {
    "account_email", "core:language", "core:theme", "documents:deliver", "jobs:retry",
    "notifications:mark_all_read", "notifications:mark_read", "notifications:open",
    "people:demo_sign_in", "people:end_deputy", "people:end_other_sessions",
    "people:end_own_deputy", "people:end_session", "people:end_sessions", "people:first_run",
    "people:import_write", "people:reactivate", "people:reset_password", "pilots:brief",
    "pilots:complete", "pilots:plan", "pilots:remove_participant", "pilots:remove_scenario",
    "pilots:start", "processes:adopt", "processes:complete_mapping", "processes:keep",
    "processes:keep_map", "processes:move_activity", "processes:remove_control_point",
    "processes:reconsider_proposal", "processes:remove_evidence", "processes:remove_handover", "processes:reopen_finding",
    "processes:canvas_presence", "processes:check_table", "processes:save_canvas",
    "processes:remove_pin", "processes:remove_record", "processes:remove_record_file",
    "processes:save_cycle", "processes:take_over_measured", "processes:take_over_settled",
    "processes:start_map", "processes:take_back", "projects:ask_sponsor", "projects:finish_task", "reviews:finish",
    "reviews:remove_comment", "sops:move_step", "sops:remove_branch", "sops:remove_picture",
    "sops:remove_record_form", "sops:remove_related", "sops:take_from_plan",
    "training:acknowledge", "training:exam", "training:plan", "training:remind",
    "processes:write_import", "training:retire_question", "training:save", "workdays:clear_day",
}  # fmt: skip
ELSEWHERE = ("seen", "text", "reason", "note", "password", "signed", "year", "site", "next",
             "theme", "language", "token", "step", "seq", "question", "choice", "xml")  # fmt: skip


def actor(row):
    """Somebody who may; else anybody who is logged in."""
    if row.route == "account_login":
        return "AN"
    return next((code for code in ("PL", "DC", "DH", "AD", "RV", "PP", "TR", "FR", "PM", "AU")
                 if row.of(code) == "ok"), "PL")  # fmt: skip


def _form(world, row, code):
    """What the form of this address asks for, and what stands in it; None where no page has it."""
    route, about = STANDS.get(row.route, (row.route, row.about))
    page = Row(route, "GET", about, row.expected)
    if not routes()[route].reads:
        return None
    with kept():
        path = path_of(world, page, code)
        response = world.clients[code].get(path)
    if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
        return None
    target = address(routes()[row.route], given(world, row.about, code))
    return forms_in(response, path).get(target)


def _filled(fields, make):
    """Each field as `make` wants it; None leaves what stands there."""
    data = {}
    for one in fields:
        made = make(one)
        data[one.name] = one.value if made is None else made
    return data


TYPED = ("text", "textarea", "search", "password", "email", "tel", "url")
CHOSEN = ("select", "checkbox", "radio")


def _plausible(one):
    """What could be meant, where nothing stands yet."""
    if one.value:
        return None
    known = {"number": "1", "date": "2026-03-20", "datetime-local": "2026-03-20T10:00",
             "password": PASSWORD, "email": "a@example.com"}  # fmt: skip
    if one.options:
        return next(filter(None, one.options), None)
    return known.get(one.kind, "好" if one.kind in TYPED else None)


def _too_long(one):
    known = {"number": "9" * 400, "date": "9999-12-31", "datetime-local": "9999-12-31T23:59"}
    return known.get(one.kind, "长" * 100_000 if one.kind in TYPED else "9" * 300)


def _wrong_type(one):
    return {"number": "1e999", "date": "0000-00-00", "hidden": "-1", "select": "abc",
            "datetime-local": "gestern"}.get(one.kind, "\u202e<script>☃'\";--")  # fmt: skip


def _nul(one):
    return f"{one.value or 'a'}\x00b"


def _negative(one):
    known = {"date": "0001-01-01", "datetime-local": "0001-01-01T00:00"}
    return known.get(one.kind, "NaN" if one.kind in TYPED else "-1")


def _huge(one):
    known = {"date": "2026-13-45", "datetime-local": "2026-02-30T25:61"}
    return known.get(one.kind, " \u3000\t" if one.kind in TYPED else str(BIG))


def _of_others(one):
    """A row that is there and not offered, where a row is chosen."""
    return _not_offered(one) or _plausible(one)


def _not_offered(one):
    offered = [value for value in one.options if value]
    if one.kind not in CHOSEN or not offered or not all(map(str.isdecimal, offered)):
        return None
    return str(next(number for number in range(1, 10_000) if str(number) not in offered))


def _is_seen(one):
    return one.name in ("seen", "shown_sha256") and one.kind == "hidden" and bool(one.value)


def _stale(one):
    return "999999" if _is_seen(one) else _plausible(one)


WAYS = {"too long": _too_long, "wrong type": _wrong_type, "NUL": _nul, "negative": _negative,
        "huge": _huge, "of others": _of_others, "stale": _stale}  # fmt: skip
# What is asked only where a field is meant by it, and then never taken, except:
MATTERS = {"of others": _not_offered, "stale": _is_seen}
TAKEN = {
    ("people:password_sheets", "of others"),  # an administrator renews anybody's password
    ("processes:duties", "stale"),  # what was seen is the map, which changes with the lane alone
}
BROKEN = {
    "broken bytes": {"data": b"seen=%ff%00&text=%c3%28%ed%a0%80&=&&",
                     "content_type": "application/x-www-form-urlencoded"},
    "broken parts": {"data": b"--x\r\nnonsense",
                     "content_type": "multipart/form-data; boundary=x"},
}  # fmt: skip


@pytest.mark.parametrize("route", sorted({row.route for row in WRITE}))
def test_nothing_breaks_a_form(world, unwatched, route):
    wrong = []
    for row in (one for one in WRITE if one.route == route):
        code = actor(row)
        found = _form(world, row, code)
        if found is None and route not in BUTTONS:
            wrong.append(f"{row} as {code}: say in STANDS where its form is, or in BUTTONS")
        is_lost = found and not found.is_kept and code != "AN"
        if is_lost and any(one.kind in TYPED[:2] for one in found):
            wrong.append(f"{row} as {code}: what is typed is lost with an expired session")
        fields = [Field(name, "text", "1") for name in ELSEWHERE] if found is None else found
        for name, body in _bodies(fields):
            wrong += _judged(world, row, code, name, **body)
        wrong += _sent_twice(world, row, code, _filled(fields, _plausible))
    assert not wrong, "\n".join(wrong)


def _bodies(fields):
    yield from BROKEN.items()
    yield "empty", {"data": {}}
    sent = []
    for name, make in WAYS.items() if fields else ():
        data = _filled(fields, make)
        if any(map(MATTERS[name], fields)) if name in MATTERS else data not in sent:
            sent.append(data)
            yield name, {"data": data}


def _sent_twice(world, row, code, data):
    client, path = world.clients[code], path_of(world, row, code)
    cookies = copy.copy(client.cookies)
    with kept():
        answers = [client.post(path, data).status_code for _n in range(2)]
    client.cookies = cookies
    return [f"{row} as {code}, twice: {answers}"] if max(answers) >= 500 else []


def _judged(world, row, code, name, **body):
    response, seen = _posted(world, row, code, **body)
    if response.status_code >= 500:
        return [f"{row} as {code}, {name}: {response.status_code}"]
    left = sorted(set(seen.written) - MAY_STAY)
    if response.status_code >= 400 and left:
        return [f"{row} as {code}, {name}: {response.status_code}, and {left} is written"]
    if left and name in MATTERS and (row.route, name) not in TAKEN:
        return [f"{row} as {code}, {name}: taken, and {left} is written"]
    return []


def _posted(world, row, code, **body):
    client, path = world.clients[code], path_of(world, row, code)
    cookies = copy.copy(client.cookies)
    with kept() as seen:
        response = client.post(path, **body)
    client.cookies = cookies
    return response, seen


NONSENSE = ("-1", "1e9", str(BIG), "0000-00-00", "9999-12-31", "%00", "%ff%fe", "x" * 300)


@pytest.fixture
def names(monkeypatch):
    """The parameters of the query that a page asks for."""
    asked_for: set[str] = set()

    class Watched(QueryDict):
        def __getitem__(self, name):
            asked_for.add(name)
            return super().__getitem__(name)

        def __contains__(self, name):
            asked_for.add(name)
            return super().__contains__(name)

        def _getlist(self, name, default=None, force_list=False):
            asked_for.add(name)
            return super()._getlist(name, default, force_list)

    watched = cached_property(lambda request: Watched(request.META["QUERY_STRING"]))
    watched.__set_name__(WSGIRequest, "GET")
    monkeypatch.setattr(WSGIRequest, "GET", watched)
    return asked_for


@pytest.mark.parametrize("route", sorted({row.route for row in READ}))
def test_nothing_breaks_a_page(world, unwatched, names, route):
    wrong = []
    for row in (one for one in READ if one.route == route):
        code = actor(row)
        path = path_of(world, row, code).partition("?")[0]
        names.clear()
        wrong += _looked_at(world, code, path)
        wanted = sorted(names)
        for value in NONSENSE if wanted else ():
            query = "&".join(f"{name}={value}" for name in wanted)
            wrong += _looked_at(world, code, f"{path}?{query}")
    for path in _out_of_range(route):
        wrong += _looked_at(world, code, path)
    assert not wrong, "\n".join(wrong)


def _looked_at(world, code, path):
    with kept() as seen:
        response = world.clients[code].get(path)
    if response.status_code >= 500:
        return [f"{path[:80]} as {code}: {response.status_code}"]
    return [f"{path[:80]} as {code} writes {seen.written}"] if seen.written else []


def _out_of_range(name):
    """Numbers no row can have: 404, whatever the database thinks of them."""
    route, found = routes()[name], []
    for number in (0, BIG, 10**30):
        try:
            found.append(address(route, dict.fromkeys(route.parameters, number)))
        except NoReverseMatch:
            continue
    return found if route.parameters else []
