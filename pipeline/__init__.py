"""Articles into podcast episodes: read `render.py` first, then `model.py`."""

__version__ = "0.1.0"
