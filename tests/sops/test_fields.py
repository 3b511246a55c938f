"""The step of a version as a field: one home for every form that asks “at which step?”."""

import pytest

from pilots.forms import ProblemForm
from sops.fields import SopStepField
from tests.factories import sops as make
from training.forms import AskForm

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form_class", [ProblemForm, AskForm])
def test_a_form_offers_the_steps_of_its_version_and_the_whole_sop(form_class):
    version = make.a_draft()
    first = version.steps.first()

    form = form_class({"place": str(first.step_id)}, version=version)

    assert isinstance(form.fields["place"], SopStepField)
    assert [words for _key, words in form.fields["place"].choices][1:] == [
        "1. 登记投诉",
        "2. 首次联系客户",
    ]
    form.is_valid()
    assert form.cleaned_data["place"] == first


def test_no_step_is_the_whole_sop_and_a_foreign_one_is_an_error():
    here, there = make.a_draft(), make.a_draft()

    blank = AskForm({"place": "", "text": "?"}, version=here)
    foreign = AskForm({"place": str(there.steps.first().step_id), "text": "?"}, version=here)

    assert blank.is_valid()
    assert blank.arguments()["sop_step"] is None
    assert "place" in foreign.errors
