"""A company of a size worth measuring, written straight into an empty database."""
