"""Catalogues that were compiled a moment ago are read by the process that compiled them."""

from types import SimpleNamespace

from django.utils.translation import gettext, override
from django.utils.translation.reloader import translation_file_changed

from sopman.core import catalogues

WORD = "a word of this test alone"


def test_fresh_catalogue_is_read_at_once(tmp_path, settings, monkeypatch):
    """As in the first start: words were looked up before, the demonstration company comes after."""
    path = tmp_path / "zh_Hans/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(f'{catalogues.HEADER}\nmsgid "{WORD}"\nmsgstr "词"\n', encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(catalogues, "sources", lambda: [SimpleNamespace(catalogue=path)])
    try:
        with override("zh-hans"):
            assert gettext(WORD) == WORD
        assert catalogues.compile_all() == 1
        with override("zh-hans"):
            assert gettext(WORD) == "词"
    finally:
        translation_file_changed(sender=None, file_path=path.with_suffix(".mo"))
