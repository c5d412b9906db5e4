"""The worst mistakes, the surest first: mistakes.png.

A mistake is bad where the network is sure of the wrong class: its output is far above
that of the true one.
"""

import numpy as np
from matplotlib.figure import Figure

import cnn_parts as parts
import style
from training_run import Run
from triptych.support import text

MOST = 20
COLUMNS = 5


def draw(run: Run) -> Figure:
    """Draw each image with its true class and the one said."""
    x, labels, where = parts.test_rows(run)
    outputs = parts.answer(run, run.normalized(x))
    said = outputs.argmax(axis=1)
    rows = np.arange(len(x))
    margin = outputs[rows, said] - outputs[rows, labels]
    wrong = np.flatnonzero(said != labels)
    worst = wrong[np.argsort(-margin[wrong], kind="stable")][:MOST]

    lines = max(1, -(-len(worst) // COLUMNS))
    figure = style.figure(9.6, 1.95 * lines + 1.0)
    order = f": the {MOST} worst" if len(wrong) > MOST else ", the worst first"
    what = f"{text.counted(len(wrong), 'mistake')} on the {len(x)} rows of {where}"
    style.title(figure, what + (order if len(wrong) > 1 else ""))
    all_axes = figure.subplots(lines, COLUMNS, squeeze=False)
    for axes in all_axes.ravel():
        axes.set_axis_off()
    for axes, i in zip(all_axes.ravel(), worst, strict=False):
        axes.set_axis_on()
        parts.draw_image(axes, x[i].reshape(parts.image_shape(run)))
        true, told = (f"{c} ({outputs[i, c]:.2f})" for c in (labels[i], said[i]))
        axes.set_title(f"{true}, said {told}", fontsize=10)
    figure.supxlabel("the true class, the class said, and their outputs", fontsize=11)
    return figure
