"""Whatever is sent: never a 500, and nothing half-kept."""

import pytest
from django.urls import NoReverseMatch

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
    "processes:keep": ("processes:optimization", "optimization"),
    "training:hold_session": ("training:session", "session to come"),
    "training:attendance": ("training:session", "session"),
    "training:save": ("training:attempt", "own attempt"),
    "workdays:confirm_year": ("workdays:calendar", ""),
    "organization:settings": ("organization:home", ""),
    "organization:workflow": ("organization:home", ""),
}
ELSEWHERE = ("seen", "text", "reason", "note", "password", "signed", "year", "site", "next",
             "theme", "language", "token", "step", "seq", "question", "choice")  # fmt: skip


def actor(row):
    """Somebody who may; else anybody who is logged in."""
    return next((code for code in ("PL", "DC", "DH", "AD", "RV", "PP", "TR", "FR", "PM", "AU")
                 if row.of(code) == "ok"), "PL")  # fmt: skip


def _fields(world, row, code):
    """What the form of this address asks for, and what stands in it."""
    route, about = STANDS.get(row.route, (row.route, row.about))
    page = Row(route, "GET", about, row.expected)
    if not routes()[route].reads:
        return []
    with kept():
        path = path_of(world, page, code)
        response = world.clients[code].get(path)
    if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
        return []
    target = address(routes()[row.route], given(world, row.about, code))
    return forms_in(response, path).get(target, [])


def _filled(fields, make):
    """Each field as `make` wants it; None leaves what stands there."""
    data = {}
    for one in fields:
        made = make(one)
        data[one.name] = one.value if made is None else made
    return data


def _too_long(one):
    return (
        "长" * 10_000 if one.kind in ("text", "textarea", "search", "password", "email") else None
    )


def _wrong_type(one):
    return {"number": "1e999", "date": "2026-13-45", "hidden": "-1", "select": "abc",
            "datetime-local": "gestern"}.get(one.kind, "\u202e<script>☃'\";--")  # fmt: skip


def _nul(one):
    return f"{one.value or 'a'}\x00b"


def _of_others(one):
    if one.name == "seen":
        return "0"
    return [str(BIG), "1", "999999"] if one.options or one.kind in ("checkbox", "radio") else None


def _stale(one):
    if one.name in ("seen", "shown_sha256"):
        return "999999"
    return None if one.value or not one.options else one.options[-1]


WAYS = {"too long": _too_long, "wrong type": _wrong_type, "NUL": _nul, "of others": _of_others,
        "stale": _stale}  # fmt: skip


@pytest.mark.parametrize("route", sorted({row.route for row in WRITE}))
def test_nothing_breaks_a_form(world, route):
    wrong = []
    for row in (one for one in WRITE if one.route == route):
        code = actor(row)
        fields = _fields(world, row, code) or [_elsewhere(name) for name in ELSEWHERE]
        sent = {name: _filled(fields, make) for name, make in WAYS.items()}
        for name, data in (sent | {"empty": {}, "nothing but a token": {"csrf": "x"}}).items():
            wrong += _judged(world, row, code, name, data=data)
        wrong += _judged(world, row, code, "broken bytes", data=b"seen=%ff%00&text=%c3%28&=&&",
                         content_type="application/x-www-form-urlencoded")  # fmt: skip
        wrong += _judged(world, row, code, "broken parts", data=b"--x\r\nnonsense",
                         content_type="multipart/form-data; boundary=x")  # fmt: skip
    assert not wrong, "\n".join(wrong)


def _elsewhere(name):
    return Field(name, "text", "1")


def _judged(world, row, code, name, **body):
    client = world.clients[code]
    cookies = client.cookies.copy()
    with kept() as seen:
        response = client.post(path_of(world, row, code), **body)
    client.cookies.clear()
    client.cookies.update(cookies)
    if response.status_code >= 500:
        return [f"{row} as {code}, {name}: {response.status_code}"]
    left = sorted(set(seen.written) - MAY_STAY)
    if response.status_code >= 400 and left:
        return [f"{row} as {code}, {name}: {response.status_code}, and {left} is written"]
    return []


NAMES = ["page", "year", "site", "day", "q", "item", "after", "step", "kind", "role", "direction", "position", "format", "language", "in", "department", "state", "lead", "text", "actor", "sort", "since", "until", "from", "to", "chain", "code", "mine", "open"]  # fmt: skip
NONSENSE = ("-1", "1e9", str(BIG), "2026-13-45", "%00", "%ff%fe", "x" * 300)
ABSURD = ["&".join(f"{name}={value}" for name in NAMES) for value in NONSENSE]


@pytest.mark.parametrize("route", sorted({row.route for row in READ}))
def test_nothing_breaks_a_page(world, route):
    wrong = []
    for row in (one for one in READ if one.route == route):
        code = actor(row)
        path = path_of(world, row, code).partition("?")[0]
        for address_ in [f"{path}?{query}" for query in ABSURD] + _out_of_range(row):
            with kept() as seen:
                response = world.clients[code].get(address_)
            if response.status_code >= 500:
                wrong.append(f"{address_[:80]} as {code}: {response.status_code}")
            if seen.written:
                wrong.append(f"{address_[:80]} as {code} writes {seen.written}")
    assert not wrong, "\n".join(wrong)


def _out_of_range(row):
    """Numbers no row can have: 404, whatever the database thinks of them."""
    route, found = routes()[row.route], []
    for number in (0, BIG, 10**30):
        try:
            found.append(address(route, dict.fromkeys(route.parameters, number)))
        except NoReverseMatch:
            continue
    return found if route.parameters else []
