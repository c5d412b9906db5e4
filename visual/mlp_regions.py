"""The regions of the classes in the plane, and the lines of the first layer: regions.png."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

import mlp_parts as parts
import plane
import samples
import style
from training_run import Run
from triptych import mlp
from triptych.support import text

MOST_LINES = 16


def draw(run: Run) -> Figure:
    """Draw what the network says of each point; each neuron's line is where its h is 0.

    The first layer's neurons cut the plane in halves, softly; what follows puts the
    pieces together to regions.
    """
    assert run.labels is not None
    figure = style.figure(7.6, 6.6)
    axes = figure.subplots()
    axes.set_title(run.title, fontsize=12)
    plane.frame(axes, run.x)
    plane.draw_regions(axes, lambda x: parts.answer(run, x))
    w = mlp.weights(parts.network_of(run), run.model.params)[0]
    drawn = 0
    if w.shape[1] <= MOST_LINES:
        drawn = plane.draw_lines(
            axes, w, run.model.m, run.model.s, [style.INK] * w.shape[1],
            linewidth=1.5, linestyle=(0, (5, 2)), path_effects=style.halo(), zorder=3,
        )  # fmt: skip
    samples.draw(axes, run.x, run.labels)
    axes.set(xlabel=run.feature(0), ylabel=run.feature(1))

    entries = [
        Line2D([], [], color=style.colour(c), marker="o", linestyle="none", label=f"class {c}")
        for c in range(min(run.classes, 8))
    ]
    if drawn > 0:
        lines = f"lines of the {text.counted(w.shape[1], 'neuron')} of layer 1"
        entries.append(Line2D([], [], color=style.INK, linestyle=(0, (5, 2)), label=lines))
    figure.legend(handles=entries, loc="outside lower center", ncols=min(len(entries), 5))
    return figure
