"""Importing a map in Chromium: choose, look, store; accessible on the way."""

import pytest
from django.urls import reverse

from processes.queries.mapping import as_is_map
from tests.browser import accessible, picture
from tests.factories.foreign_maps import MAPS
from tests.factories.processes import a_mapped_project

pytestmark = pytest.mark.django_db(transaction=True)
FACES = [("desktop", "light", "zh-hans"), ("phone", "dark", "en")]


@pytest.mark.browser
@pytest.mark.parametrize(("width", "theme", "language"), FACES)
def test_a_map_is_chosen_looked_at_and_stored(page_for, tmp_path, width, theme, language):
    project = a_mapped_project()
    type(project.lead).objects.filter(pk=project.lead.pk).update(language=language)
    file = tmp_path / "投诉.bpmn"
    file.write_text(MAPS["pools"], encoding="utf-8")
    page = page_for(project.lead, width=width, theme=theme)

    page.goto(reverse("processes:import_map", args=[project.pk]))
    accessible(page)
    page.set_input_files("input[type=file]", file)
    page.click("main .savebar button[type=submit]")
    page.wait_for_selector("input[name=signed]", state="attached")
    accessible(page)
    picture(page, f"import-map-{width}-{language}")
    page.check("input[name=confirm]")
    page.click("main .savebar button[type=submit]")
    page.wait_for_url("**/mapping/")

    assert "<userTask" in as_is_map(project).xml
    picture(page, f"imported-map-{width}-{language}")
