"""Pages about people, for administrators and for everybody's own account."""
