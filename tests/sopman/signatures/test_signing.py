"""Signing: the password again, bound to exactly the content shown, every attempt kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from sopman.audit.models import Event
from sopman.core.errors import Refused
from sopman.signatures.enums import Meaning
from sopman.signatures.models import Attempt, Signature
from sopman.signatures.signing import holds, locked_until, sha256_of, sign, signatures_of
from tests.factories.people import PASSWORD, a_department, a_user

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
CONTENT = {"标题": "客户投诉处理", "steps": [1, 2]}

pytestmark = pytest.mark.django_db


def signed(signer, *, password=PASSWORD, at=NOON, **more):
    subject = more.pop("subject", None) or a_department()
    with transaction.atomic():
        return sign(
            subject, signer=signer, meaning=Meaning.APPROVED, password=password, at=at,
            content=more.pop("content", CONTENT), **more,
        )  # fmt: skip


def fails(signer, at=NOON):
    with pytest.raises(Refused) as refused:
        signed(signer, password="wrong", at=at)
    refused.value.settle()


def test_a_signature_keeps_what_it_signed():
    subject = a_department()

    signature = signed(a_user("王芳"), subject=subject)

    assert signature.content_sha256 == sha256_of(CONTENT)
    assert signature.signer_name == "王芳"
    assert holds(signature)
    assert list(signatures_of(subject)) == [signature]


def test_a_wrong_password_signs_nothing_and_is_kept_after_the_rollback():
    signer = a_user()

    with pytest.raises(Refused, match=r"wrong|错误|不正确|不对") as refused:
        signed(signer, password="wrong")
    assert not Attempt.objects.exists()
    refused.value.settle()

    assert not Signature.objects.exists()
    assert [attempt.succeeded for attempt in Attempt.objects.all()] == [False]
    assert Event.objects.get().code == "signatures.attempt.failed"


def test_five_failures_lock_signing_for_a_quarter_of_an_hour():
    signer = a_user()
    for second in range(5):
        fails(signer, NOON + timedelta(seconds=second))

    with pytest.raises(Refused):
        signed(signer, at=NOON + timedelta(minutes=14))
    assert locked_until(signer, NOON + timedelta(minutes=16)) is None
    assert signed(signer, at=NOON + timedelta(minutes=16)).pk


def test_a_success_between_failures_does_not_lock():
    signer = a_user()
    for second in range(4):
        fails(signer, NOON + timedelta(seconds=second))
    signed(signer, at=NOON + timedelta(seconds=5))
    fails(signer, NOON + timedelta(seconds=6))

    assert signed(signer, at=NOON + timedelta(seconds=7)).pk


@pytest.mark.parametrize("state", [{"is_active": False}, {"must_change_password": True}])
def test_who_may_not_sign(state):
    with pytest.raises(Refused):
        signed(a_user(**state))


def test_content_that_changed_since_it_was_shown_is_refused():
    with pytest.raises(Refused):
        signed(a_user(), shown_sha256=sha256_of({"标题": "旧的"}))
    assert not Signature.objects.exists()


def test_one_changed_byte_of_the_content_is_seen():
    signature = signed(a_user())
    signature.content = signature.content.replace("投诉", "投拆")

    assert not holds(signature)


@pytest.mark.parametrize("what", ["update", "delete"])
def test_the_database_refuses_to_change_a_signature(what):
    signed(a_user())
    rows = Signature.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(signer_name="别人") if what == "update" else rows._raw_delete(rows.db)
