"""Which tone (colour, glyph) a state has. The word comes from the state's own label; colour never speaks alone.

run: under way (dot) · ok: done (tick) · warn: needs attention (triangle) · bad: blocked or overdue (diamond)
draft: being written (hollow ring) · off: no longer (bar) · plain: a fact without judgement (no glyph)
"""

TONES = ("run", "ok", "warn", "bad", "draft", "off", "plain")

_tones = {
    # projects
    "charter": "run",
    "mapping": "run",
    "optimization": "run",
    "drafting": "run",
    "review": "run",
    "pilot": "run",
    "release": "run",
    "closed": "ok",
    "cancelled": "off",
    # versions
    "draft": "draft",
    "in_review": "run",
    "approved": "ok",
    "in_pilot": "run",
    "released": "run",
    "effective": "ok",
    "superseded": "off",
    "withdrawn": "off",
    "dropped": "off",
    # rounds, verdicts, comments
    "open": "run",
    "handed_in": "run",
    "revising": "warn",
    "passed": "ok",
    "returned": "warn",
    "must_fix": "bad",
    "should": "warn",
    "question": "run",
    "praise": "ok",
    "accepted": "ok",
    "partly": "warn",
    "rejected": "off",
    "pass": "ok",
    "return": "warn",
    "resolved": "ok",
    "answered": "ok",
    "done": "ok",
    # pilots
    "planned": "draft",
    "running": "run",
    "concluded": "ok",
    "abandoned": "off",
    "adopt": "ok",
    "adopt_with_changes": "warn",
    "extend": "run",
    "abandon": "off",
    # activities and findings
    "va": "ok",
    "nnva": "warn",
    "nva": "bad",
    "high": "bad",
    "medium": "warn",
    "low": "plain",
    # training
    "failed": "bad",
    "pending": "draft",
    "overdue": "bad",
    "vacant": "warn",
    "active": "ok",
    "inactive": "off",
}


def tone_of(value: str) -> str:
    return _tones.get(value, "plain")


def teach(tones: dict[str, str]) -> None:
    """An app's own states, said once in its AppConfig.ready()."""
    unknown = set(tones.values()) - set(TONES)
    if unknown:
        raise ValueError(f"no such tone: {sorted(unknown)}")
    _tones.update(tones)
