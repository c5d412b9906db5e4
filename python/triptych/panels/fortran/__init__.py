"""The Fortran panel: the modules of fortran/, called through f2py.

Sizes are taken from the arrays and results are returned; nothing is checked here. Fortran names
the axes in reverse, so an array goes there and comes back as its transpose: a view of the same
memory, never a copy. This is the only place where layout needs a `.T`.
"""

from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType, SimpleNamespace

from triptych.panels import compiled
from triptych.panels.fortran import dense, filters, kmeans, layers, mlp, perceptron, random, support


def load(precision: str, variant: str) -> SimpleNamespace:
    """Return the procedures of one precision and variant, a name for each module."""
    module = _module(f"fortran_f{precision[-2:]}_{variant}")
    return SimpleNamespace(
        kmeans=kmeans.Kmeans(module.kmeans),
        perceptron=perceptron.Perceptron(module.perceptron),
        dense=dense.Dense(module.dense),
        layers=layers.Layers(module.layers),
        filters=filters.Filters(module.filters),
        mlp=mlp.Mlp(module.mlp),
        cnn=mlp.Mlp(module.cnn),
        random=random.Random(module.random),
        rows=support.Rows(module.rows),
        normalize=support.Normalize(module.normalize),
        confusion=support.Confusion(module.confusion),
        threads=SimpleNamespace(set=module.threads.threads_set, count=module.threads.threads_count),
    )


def _module(name: str) -> ModuleType:
    spec = spec_from_file_location(f"triptych.panels.{name}", compiled.find(name))
    assert spec is not None and spec.loader is not None  # it has the suffix of an extension
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
