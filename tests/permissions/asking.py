"""Asking an address as somebody, and what the answer amounts to."""

import copy
from typing import Any

from django.urls import reverse

from tests.permissions.routes import address, routes
from tests.permissions.team import World, library_open
from tests.permissions.watch import kept


def given(world: World, about: str, code: str) -> Any:
    """The object of a row; “own …” is each person's own."""
    found = world.about.get(about)
    if about.startswith("own ") and isinstance(found, dict):
        return found.get("ST" if code in ("LIB", "AN") else code, 0)
    return found


def path_of(world: World, row: Any, code: str) -> str:
    query = row.about.partition("?")[2]
    about = row.about.partition("?")[0]
    path = address(routes()[row.route], given(world, about, code))
    return f"{path}?{query}" if query else path


def asked(world: World, row: Any, code: str, *, client: Any = None, **data: Any) -> tuple[Any, Any]:
    """(response, what was seen of the database); nothing of it stays."""
    client = client or world.clients[code]
    path, cookies = path_of(world, row, code), copy.copy(client.cookies)
    with kept() as seen:
        if code == "LIB":
            library_open(True)
            seen.forget()
        response = client.get(path) if row.method == "GET" else client.post(path, data)
        if response.streaming:
            b"".join(response.streaming_content)
    client.cookies = cookies  # also after logging out
    return response, seen


def answer(row: Any, response: Any) -> str:
    status = response.status_code
    to_login = status == 302 and response.headers["Location"].startswith(reverse("account_login"))
    if to_login and not row.route.startswith("account_"):
        return "login"
    if status in (403, 404):
        return str(status)
    if status >= 500 or status in (400, 405):
        return f"broken {status}"
    if status == 409 and _closed_book(response):
        return "shut"
    return "409" if status == 409 and row.method == "GET" else "ok"


def _closed_book(response: Any) -> bool:
    return "闭卷".encode() in response.content
