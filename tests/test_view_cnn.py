"""What the pictures of the convolutional network compute, against independent ways to it."""

import importlib

import numpy as np
import pytest
from conftest import ROOT

pytest.importorskip("matplotlib", reason="these are pictures")

from triptych.support import model, network
from triptych.support.model import Field


@pytest.fixture
def visual(monkeypatch):
    """Return a function that imports a file of visual/."""
    monkeypatch.syspath_prepend(str(ROOT / "visual"))
    return importlib.import_module


def make_run(visual, sentence, n=6, seed=0):
    """Return a run of random weights and samples, as training_run reads it."""
    trained = model.Model(normalize="standard")
    trained.network = network.parse("test", sentence, "cnn")
    rng = np.random.default_rng(seed)
    d = trained.network.inputs
    trained.columns, trained.classes = d, trained.network.outputs
    trained.m, trained.s = rng.normal(size=d), rng.uniform(1, 2, d)
    trained.params = 0.5 * rng.normal(size=trained.network.weights)
    said = {"data": "data/nothing", "rate": "1", "accuracy": "50"}
    values = {"activation": "tanh", "output": "softmax", "beta": "1"}
    words = {name: Field(value, "test") for name, value in values.items()}
    x, labels = rng.normal(size=(n, d)), np.arange(n) % trained.classes
    run = visual("training_run").Run
    return run("nothing", x, labels, None, trained, words, {}, None, said, None)


NETWORKS = ("I-9.8.2, C-3.3, P-2, C-4.3_s2, D-5, D-3", "I-23.1, C-3.5_s2, P-2_a, C-2.3, D-3")


@pytest.mark.parametrize("sentence", NETWORKS)
def test_the_slope_of_every_pixel(visual, sentence):
    """Of each layer's middle, and of a class, by central differences."""
    run, parts, sought = make_run(visual, sentence), visual("cnn_parts"), visual("cnn_sought")
    x, e = run.x[:1], 1e-6
    for k, layer in enumerate(parts.layers(run)):
        dh = np.random.default_rng(k).normal(size=(1, layer.c_out * layer.h_out * layer.w_out))
        found = sought.slope_of_pixels(run, x, k, dh)
        for j, unit in enumerate(e * np.eye(x.shape[1])):
            up, down = (parts.forward(run, x + sign * unit)[0][k] for sign in (1, -1))
            # Differences of numbers near 1 are good to e^2 and to rounding / e.
            assert abs(np.sum(dh * (up - down)) / (2 * e) - found[0, j]) < 1e-7


@pytest.mark.parametrize("sentence", NETWORKS)
def test_the_pixels_that_a_place_sees(visual, sentence):
    """A change elsewhere changes nothing in the middle of the map; at the rim, it does."""
    run, parts, sought = make_run(visual, sentence), visual("cnn_parts"), visual("cnn_sought")
    layers = parts.layers(run)
    last = max(k for k, layer in enumerate(layers) if layer.kind == 0)
    rows, columns = sought.field(layers[: last + 1])
    layer = layers[last]
    middle = np.zeros((layer.c_out, layer.h_out, layer.w_out))
    middle[:, (layer.h_out - 1) // 2, (layer.w_out - 1) // 2] = 1
    seen = np.zeros(parts.image_shape(run)[1:], bool)
    for seed in range(20):  # of each block a pool passes on only the largest
        x = np.random.default_rng(seed).normal(size=(1, run.x.shape[1]))
        slopes = sought.slope_of_pixels(run, x, last, middle.reshape(1, -1))
        seen |= (slopes.reshape(parts.image_shape(run)) != 0).any(axis=0)
    expected = np.zeros_like(seen)
    expected[rows, columns] = True
    assert np.array_equal(seen, expected)


def test_the_image_sought_is_better_than_any_sample(visual):
    """And each of its pixels within what the data have."""
    run, parts, sought = (
        make_run(visual, NETWORKS[0], 40),
        visual("cnn_parts"),
        visual("cnn_sought"),
    )
    images = sought.ascend(run, 4, 3).reshape(3, -1)
    assert (images >= run.x.min(axis=0) - 1e-12).all()  # to and from normalised: rounding
    assert (images <= run.x.max(axis=0) + 1e-12).all()
    best = parts.forward(run, run.normalized(images))[0][4]
    others = parts.forward(run, run.normalized(run.x))[0][4]
    assert (np.diag(best) > others.max(axis=0)[:3]).all()


def test_occlusion_finds_the_one_pixel_that_counts(visual):
    """A network that looks at one pixel alone: only patches over it matter."""
    run, occlusion = make_run(visual, "I-6.6, D-2"), visual("cnn_occlusion")
    run.model.params[:] = 0
    run.model.params[2 * 15] = 1.0  # class 0 sees pixel 15
    x, mean = run.x[0] + 2, run.x.mean(axis=0)
    falls = occlusion.falls(run, x, mean, 0)
    # Log-odds of two classes: the difference of their weighted inputs.
    assert falls.shape == (6, 6)
    assert falls.argmax() == 15
    assert falls[2, 3] == pytest.approx((x[15] - mean[15]) / run.model.s[15], rel=1e-9)
    assert np.count_nonzero(np.abs(falls) > 1e-9) < 36


@pytest.mark.parametrize("places", [16, 64])
@pytest.mark.parametrize("pixels", [1, 2, 5, 8, 28, 64, 3753])
def test_patches_cover_every_pixel(visual, pixels, places):
    covered = visual("cnn_occlusion").windows(pixels, places)
    assert covered.any(axis=0).all()
    assert covered.any(axis=1).all()


def test_the_worst_mistakes_come_first(visual, monkeypatch):
    """By how far the wrong class is above the true one."""
    run, mistakes = make_run(visual, "I-3.3, D-3"), visual("cnn_mistakes")
    outputs = np.array([[0, 1, 0], [0.5, 0.4, 0.1], [0, 1, 0], [0.2, 0.8, 0], [1, 0, 0], [0, 0, 1]])
    monkeypatch.setattr(mistakes.parts, "answer", lambda *_: outputs)
    run.said["data"] = "data/digits"
    figure = mistakes.draw(run)
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.axison]
    assert titles == [
        "0 (0.00), said 1 (1.00)", "2 (0.00), said 1 (1.00)", "1 (0.00), said 0 (1.00)",
        "0 (0.20), said 1 (0.80)", "1 (0.40), said 0 (0.50)",
    ]  # fmt: skip
    assert figure.get_suptitle() == "5 mistakes on the 6 rows of data/digits, the worst first"


def test_the_filter_finds_the_cross(visual):
    lessons = visual("cnn_lessons")
    image = np.zeros((5, 5))
    image[2:5, 1:4] = lessons.CROSS > 0
    found = lessons.convolve(image, lessons.CROSS)
    assert found.tolist() == [[-1, 2, -1], [2, -3, 2], [-3, 5, -3]]


def test_kernels_of_a_flat_image(visual):
    """One whose weights sum to 1 leaves it; one that seeks edges finds none."""
    lessons = visual("cnn_lessons")
    for name, kernel in lessons.KERNELS.items():
        found = lessons.convolve(np.full((4, 4), 0.5), kernel)
        assert np.allclose(found, 0.0 if name == "edge" else 0.5, atol=1e-15), name


def test_test_rows_lie_beside_training_rows(visual, tmp_path, monkeypatch):
    """The folder test beside train, if it is of the same width; else the rows of the run."""
    npy, files = (importlib.import_module(f"triptych.support.{name}") for name in ("npy", "files"))
    run, parts = make_run(visual, "I-3.3, D-3"), visual("cnn_parts")
    run.model.features, run.said["data"] = list(range(9)), "made/train"
    monkeypatch.chdir(tmp_path)
    for name, n in (("train", 6), ("test", 4)):
        files.make_folder(f"made/{name}")
        npy.write(f"made/{name}/x.npy", np.ones((n, 9)))
        npy.write(f"made/{name}/y.npy", np.arange(n, dtype=np.int32) % 3)
    assert parts.test_rows(run)[2] == "made/test"
    assert len(parts.test_rows(run)[0]) == 4
    npy.write("made/test/x.npy", np.ones((4, 8)))
    assert parts.test_rows(run)[2] == "made/train"
