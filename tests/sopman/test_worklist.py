from datetime import UTC, datetime, timedelta

from sopman import worklist
from sopman.worklist import WorkItem, items_for, pending

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_the_most_urgent_comes_first_and_what_has_no_date_last(monkeypatch):
    monkeypatch.setattr(worklist, "_sources", {})

    @pending
    def some(user, *, at):
        yield WorkItem("no date", "/a", None, user)
        yield WorkItem("tomorrow", "/b", at + timedelta(days=1), user)

    @pending
    def others(user, *, at):
        yield WorkItem("today", "/c", at, user)
        yield WorkItem("today, others wait", "/d", at, user, blocked=True)

    titles = [item.title for item in items_for("somebody", NOON)]

    assert titles == ["today, others wait", "today", "tomorrow", "no date"]


def test_a_source_registered_twice_is_asked_once(monkeypatch):
    monkeypatch.setattr(worklist, "_sources", {})

    def some(user, *, at):
        return [WorkItem("x", "/", None, user)]

    pending(some)
    pending(some)

    assert len(items_for("somebody", NOON)) == 1
