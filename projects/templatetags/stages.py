"""{% load stages %}: the head of every page of a stage."""

from django import template
from django.utils import timezone

from projects.bar import cells
from projects.stages import criteria_of

register = template.Library()


@register.simple_tag
def stage_cells(project):
    """{% stage_cells project as stages %}{% stage_bar stages %}"""
    return cells(project, today=timezone.localdate())


@register.simple_tag
def gate_of(project, stage=""):
    """{% gate_of project stage as criteria %}{% gate criteria %}"""
    return criteria_of(project, stage or None)
