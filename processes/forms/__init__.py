"""The forms of stages 2 and 3, one module per page."""
