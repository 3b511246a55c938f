"""The unit of an objective in the reader's language, and as one word with the pilot's figures."""

import pytest
from django.utils import translation

from pilots.enums import METRICS
from projects import units
from projects.enums import MetricKind

M = MetricKind


@pytest.mark.parametrize(
    ("written", "metric", "zh", "en"),
    [
        ("min", M.CYCLE_TIME, "分钟", "min"),
        ("分钟", M.CYCLE_TIME, "分钟", "min"),
        ("分", M.CYCLE_TIME, "分钟", "min"),
        ("分", M.SATISFACTION, "分", "points"),
        ("Hours", M.CYCLE_TIME, "小时", "h"),
        ("％", M.ERROR_RATE, "%", "%"),
        ("件", M.OTHER, "件", "cases"),
        ("件/班", M.OTHER, "件/班", "件/班"),  # not of our list: as it was written
        ("", M.OTHER, "", ""),
    ],
)
def test_a_unit_of_our_list_is_shown_in_the_reader_s_language(written, metric, zh, en):
    with translation.override("zh-hans"):
        assert units.shown(written, metric) == zh
    with translation.override("en"):
        assert units.shown(written, metric) == en


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_figures_of_a_pilot_and_the_objective_say_the_same_unit(language):
    with translation.override(language):
        for written in ("分钟", "min", "minutes"):
            assert units.shown(written, M.CYCLE_TIME) == str(METRICS[M.CYCLE_TIME][0])
