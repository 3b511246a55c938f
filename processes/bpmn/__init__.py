"""BPMN 2.0 in and out; pure. The truth of a map is its XML, our facts in `sop:` extensions."""

from processes.bpmn.document import Document, items
from processes.bpmn.editing import add, blank, change, move, remove, retitle, set_branches
from processes.bpmn.model import ELSEWHERE, END, Branch, Edge, Facts, Graph, Lane, Node, Row
from processes.bpmn.rewriting import Rewritten, rewrite
from processes.bpmn.sources import Source
from processes.bpmn.xml import Unreadable

__all__ = [
    "ELSEWHERE",
    "END",
    "Branch",
    "Document",
    "Edge",
    "Facts",
    "Graph",
    "Lane",
    "Node",
    "Rewritten",
    "Row",
    "Source",
    "Unreadable",
    "add",
    "blank",
    "change",
    "items",
    "move",
    "remove",
    "retitle",
    "rewrite",
    "set_branches",
]
