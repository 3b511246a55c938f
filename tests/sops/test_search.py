"""Finding SOPs and steps, while locks shut some of them."""

import pytest

from sops import reading
from sops.search import find_sops, find_steps
from tests.factories import sops as make
from tests.factories.people import a_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("find", [find_sops, find_steps])
def test_each_lock_is_asked_once_for_everything_that_was_found(find, monkeypatch):
    asked = []

    def lock(user, sop_ids):
        asked.append(set(sop_ids))
        return {shut.sop_id: "考试中"}

    monkeypatch.setattr(reading, "_locks", {"exam": lock})
    shut, *others = [make.an_effective_version() for _n in range(3)]

    found = find("投诉", a_user(), 10)

    assert asked == [{shut.sop_id, *(one.sop_id for one in others)}]
    assert len(found) == len(others)


def test_nothing_found_asks_nobody(monkeypatch):
    asked = []
    monkeypatch.setattr(reading, "_locks", {"exam": lambda *about: asked.append(about) or {}})

    assert find_steps("nothing of this name", a_user(), 10) == []
    assert not asked
