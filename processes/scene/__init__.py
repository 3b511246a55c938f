"""Everything a diagram shows, as values: what stands where, what leads where. Pure."""

from processes.scene.model import Item, Line, Scene
from processes.scene.reading import Plane, planes, read

__all__ = ["Item", "Line", "Plane", "Scene", "planes", "read"]
