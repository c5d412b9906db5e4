"""What a network that was taught numbers says: curve.png.

One feature: the curve through the samples. More: what it says over what is true.
"""

import numpy as np
from matplotlib.figure import Figure

import mlp_parts as parts
import style
from training_run import Run

POINTS = 500


def draw(run: Run) -> Figure:
    """Draw a page for each target."""
    assert run.t is not None
    targets = min(run.t.shape[1], 4)
    figure = style.figure(2 + 5.4 * targets if targets > 1 else 8, 5.2)
    style.title(figure, run.title)
    few = style.some(len(run.x))
    for o, axes in enumerate(figure.subplots(1, targets, squeeze=False)[0]):
        dots = {
            "s": style.dot_area(len(few)), "color": style.COLOURS[0], "edgecolors": "white",
            "linewidths": 0.3, "label": "samples", "zorder": 2,
        }  # fmt: skip
        if run.x.shape[1] == 1:
            low, high = run.x.min(), run.x.max()
            grid = np.linspace(low, high, POINTS)[:, np.newaxis]
            axes.scatter(run.x[few, 0], run.t[few, o], **dots)
            axes.plot(
                grid[:, 0], parts.answer(run, grid)[:, o], color=style.COLOURS[5], linewidth=2.6,
                path_effects=style.halo(4), label="the network", zorder=3,
            )  # fmt: skip
            axes.set(xlabel=run.feature(0), ylabel=f"Target {o}")
        else:
            said = parts.answer(run, run.x[few])[:, o]
            axes.scatter(run.t[few, o], said, **dots)
            ends = [min(run.t[:, o].min(), said.min()), max(run.t[:, o].max(), said.max())]
            axes.plot(ends, ends, color=style.QUIET, linestyle="--", label="right", zorder=1)
            axes.set(xlabel=f"Target {o}", ylabel="What the network says")
        axes.grid()
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
    return figure
