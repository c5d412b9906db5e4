"""How every picture of the project looks: colours, fonts, lines.

The colours are those of Okabe and Ito (2008), Color universal design, told apart
by readers who do not see red or green. What needs more than eight takes the
same eight again with another marker.
"""

from textwrap import fill

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patheffects import AbstractPathEffect, withStroke
from numpy.typing import NDArray

COLOURS = (
    "#0072B2",  # blue
    "#E69F00",  # orange
    "#009E73",  # green
    "#CC79A7",  # pink
    "#56B4E9",  # sky
    "#D55E00",  # vermilion
    "#B8A900",  # yellow, darkened to show on white
    "#7F7F7F",  # grey
)
NOBODY = 7  # the number whose colour is grey
MARKERS = ("o", "^", "s", "D", "v", "P", "X")
INK = "#222222"  # lines and words
QUIET = "#8A8A8A"  # what stands back

matplotlib.rcParams.update(
    {
        "figure.facecolor": "white",
        "figure.titlesize": 14,
        "figure.dpi": 150,
        "savefig.dpi": 150,
        "figure.constrained_layout.w_pad": 0.1,
        "figure.constrained_layout.h_pad": 0.1,
        "font.size": 12,
        "axes.titlesize": 13,
        "axes.titlelocation": "left",
        "axes.titlepad": 10,
        "axes.labelcolor": INK,
        "axes.edgecolor": QUIET,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.formatter.limits": (-4, 7),
        "axes.axisbelow": True,
        "axes3d.xaxis.panecolor": "white",
        "axes3d.yaxis.panecolor": "white",
        "axes3d.zaxis.panecolor": "white",
        "grid.color": "#E4E4E4",
        "grid.linewidth": 0.8,
        "xtick.color": INK,
        "ytick.color": INK,
        "text.color": INK,
        "legend.frameon": False,
        "legend.fontsize": 11,
        "lines.solid_capstyle": "round",
        "lines.solid_joinstyle": "round",
    }
)


def figure(width: float, height: float) -> Figure:
    """Return an empty figure of so many inches; its parts make room for each other."""
    return Figure(figsize=(width, height), layout="constrained")


def title(figure: Figure, words: str) -> None:
    """Write the title of a whole figure, on two lines where one is too short."""
    letters = int(9.6 * figure.get_figwidth())  # of size 13 on a line, about
    figure.suptitle(fill(words, letters), x=0.02, ha="left", fontsize=13)


def colour(c: int) -> str:
    """The colour of cluster or class c."""
    return COLOURS[c % len(COLOURS)]


def marker(c: int) -> str:
    """The marker of cluster or class c: it changes where the colours start again."""
    return MARKERS[c // len(COLOURS) % len(MARKERS)]


def pale(c: int) -> tuple[float, float, float]:
    """The colour of cluster c as a background: mixed with four parts of white."""
    red, green, blue = matplotlib.colors.to_rgb(colour(c))
    return 0.8 + 0.2 * red, 0.8 + 0.2 * green, 0.8 + 0.2 * blue


def halo(width: float = 2.5) -> list[AbstractPathEffect]:
    """A white rim that lifts a line or a word off what lies under it."""
    return [withStroke(linewidth=width, foreground="white")]


def dot_area(n: int) -> float:
    """The area of one of n dots, in square points: many dots are small dots."""
    return 90 if n < 10 else float(np.clip(20000 / n, 4, 26))


def some(n: int, most: int = 5000) -> NDArray[np.int64]:
    """Return at most so many of the numbers 0 ... n-1, evenly spaced."""
    return np.arange(0, n, -(-n // most))


def number(v: float) -> str:
    """Return v as a reader wants it in a title: six digits or a whole number."""
    return f"{v:,.0f}" if 1e5 <= v < 1e9 else f"{v:.6g}"


def plain(words: str) -> str:
    """Return words that matplotlib draws as they are: $ starts no formula."""
    return words.replace("$", r"\$")
