"""Our own swimlane layout: lane = position, column = order, branches labelled. Deterministic.

What a hand or another tool has placed stays where it is; only what is new finds a place beside it.
"""

from processes.bpmn import Document, Graph
from processes.layout import diagram
from processes.layout.cells import arrange
from processes.layout.completing import completed
from processes.layout.drawing import Plotter
from processes.layout.mending import drop_gone, main_plane, mend
from processes.layout.routes import find_ways
from processes.layout.shapes import Box, Drawing
from processes.layout.whole import lay_out_all


def lay_out(graph: Graph, *, extra_lines: int = 0) -> Drawing:
    """`extra_lines`: small lines under the name of an activity (its system)."""
    cells = arrange(graph)
    return Plotter(graph, cells, find_ways(graph, cells), extra_lines=extra_lines).draw()


def draw(document: Document) -> None:
    """Lay the document out and write where everything stands into its diagram."""
    if is_placed_by_others(document):
        mend(document)
        return
    drop_gone(document)
    diagram.write(document, lay_out_all(document))


def is_placed_by_others(document: Document) -> bool:
    plane = main_plane(document)
    return plane is not None and plane.get(diagram.DRAWN) != diagram.fingerprint(plane)


__all__ = ["Box", "Drawing", "completed", "draw", "is_placed_by_others", "lay_out", "main_plane"]
