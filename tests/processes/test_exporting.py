"""A map as a file: what the step table exports comes back as the same map."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from PIL import Image

from processes import exporting
from processes.bpmn import END
from processes.enums import MapKind
from processes.importing import from_table
from processes.queries.mapping import read_map
from tests.factories.people import a_position
from tests.factories.processes import a_map, an_activity, with_branches
from tests.factories.projects import NOON


@pytest.fixture
def process_map(db):
    made = a_map()
    desk, lead = a_position("客服专员"), a_position("客服主管")
    an_activity(made, "接收投诉", position=desk, entered="客户姓名，单号", output="工单")
    an_activity(made, "=判断级别", position=desk, waste="overprocessing", value_class="nva")
    an_activity(made, "上报主管", position=lead, touch_minutes=Decimal("7.5"), notes="当天\n完成")
    with_branches(
        made, "=判断级别", ("重大", "上报主管"), ("普通", END), question="是否重大？", at=NOON
    )
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_exported_table_is_read_back_equal(process_map, language):
    with translation.override(language):
        before = read_map(process_map)
        data = exporting.step_table(before)
        after = from_table.read(data, "xlsx").document.rows()
        for one, other in zip(before.rows, after, strict=True):
            for name in ("name", "system", "touch", "waiting", "value_class", "waste", "entered",
                         "output", "notes"):  # fmt: skip
                assert getattr(other.facts, name) == getattr(one.facts, name), name
            assert other.facts.position_name == before.position_name(one.facts.position)
            assert other.question == one.question
            assert [b.condition for b in other.branches] == [b.condition for b in one.branches]


def test_no_cell_is_a_formula(process_map):
    book = load_workbook(io.BytesIO(exporting.step_table(read_map(process_map))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "=判断级别" for cell in cells)


def test_shares_travel_with_their_conditions():
    assert from_table._with_share("重大（20%）") == ("重大", Decimal(20))
    assert from_table._with_share("major (12.5 %)") == ("major", Decimal("12.5"))
    assert from_table._with_share("above (200%)") == ("above (200%)", None)
    assert from_table._with_share("more than 5%") == ("more than 5%", None)


def test_every_file_is_offered_to_whom_sees_the_map(process_map, client_for):
    client = client_for(process_map.project.lead)
    page = client.get(reverse("processes:mapping", args=[process_map.project_id])).content.decode()
    for ending in ("bpmn", "svg", "png", "xlsx"):
        address = reverse(
            "processes:map_file", args=[process_map.project_id, MapKind.AS_IS, ending]
        )
        assert address in page
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{ending}"')
    picture = Image.open(io.BytesIO(client.get(address.replace("xlsx", "png")).content))
    assert picture.format == "PNG"
    assert picture.width > picture.height > 100
