"""Every address × every role. A new address fails here until it has its lines in matrix.csv."""

import pytest

from tests.permissions import table
from tests.permissions.asking import answer, asked
from tests.permissions.routes import routes

ROWS = table.rows()
ROUTES = sorted({row.route for row in ROWS})
DENIED = ("403", "404", "login", "shut")
# Pages about nobody's object: what a person of another team gets there is no question of teams.
OF_PLATFORM = ("core:", "account_", "people:", "organization:", "workdays:", "jobs:", "audit:")


def test_every_address_has_its_lines():
    wanted = {
        (route.name, method)
        for route in routes().values()
        for method in ("GET", "POST")
        if method in route.methods
    }
    assert wanted - {(row.route, row.method) for row in ROWS} == set()
    assert {row.route for row in ROWS} - set(routes()) == set()


@pytest.mark.parametrize("route", ROUTES)
def test_who_gets_what(world, plain_pages, route):
    wrong = []
    for row in (one for one in ROWS if one.route == route):
        for code in table.PEOPLE:
            response, seen = asked(world, row, code)
            found, expected = answer(row, response), row.of(code)
            if found != expected:
                wrong.append(f"{row}: {code} gets {found}, not {expected}")
            if found in DENIED and seen.written:
                wrong.append(f"{row}: {code} is refused, and {seen.written} is written")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", [one for one in ROUTES if not one.startswith(OF_PLATFORM)])
def test_another_team_is_a_stranger(world, plain_pages, route):
    """Who leads, writes, reviews, heads and tries elsewhere gets what a stranger gets here."""
    wrong = []
    for row in (one for one in ROWS if one.route == route and one.about.partition("?")[0]):
        if row.of("ST") != "404":
            continue
        response, seen = asked(world, row, "ST", client=world.stranger_client)
        if answer(row, response) != "404" or seen.written:
            wrong.append(f"{row}: {answer(row, response)}, and {seen.written} is written")
    assert not wrong, "\n".join(wrong)
