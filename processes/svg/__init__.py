"""BPMN with its diagram → SVG, for pages, phones and print."""

from processes.svg.looks import Marks, clean_id
from processes.svg.painter import render
from processes.svg.sheets import sheets

__all__ = ["Marks", "clean_id", "render", "sheets"]
