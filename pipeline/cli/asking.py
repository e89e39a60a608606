"""All that `render-episode` can be asked for, as one value. Promise: just what was typed."""

from pathlib import Path

from pipeline.values import value


@value
class Asked:
    """What was typed; empty or None where it was not."""

    sources: tuple[str, ...] = ()
    format: str = ""
    plan: bool = False
    html: Path | None = None
    again: bool = False
    engine: str = ""
    voices: tuple[str, ...] = ()
    online: bool = False
    verify: bool = False
    report: bool = False
    clips: bool = False
    allow_private: bool = False
    workers: int | None = None
    cluster: str = ""
    formats: tuple[str, ...] = ()
    cache: str = ""
    cache_size: int | None = None
    show: Path | None = None
    feed: Path | None = None
