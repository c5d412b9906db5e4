"""Triptych: machine learning from scratch, the same algorithm in Python, C and Fortran."""

from typing import Any

__version__ = "0.1.0"
__all__ = ["KMeans", "panel"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for, so that the programs start without them.
    if name == "panel":
        from triptych.panels import panel

        return panel
    if name == "KMeans":
        from triptych.estimators import KMeans

        return KMeans
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
