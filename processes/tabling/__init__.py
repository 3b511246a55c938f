"""The step table as people type and paste it: text in, values out. Pure."""


class Unclear(ValueError):
    """Something typed that can't be read; its text is the sentence for the reader."""
