"""How many threads NumPy's matrix products use.

Python: NumPy leaves them to a BLAS library. OpenBLAS and MKL can be told a number at any time,
by functions whose names depend on how they were built. Another BLAS (Apple's Accelerate) keeps
the number it likes, which nobody can ask for: it counts as one.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from numpy.linalg import _umath_linalg

NAMES = (  # to set the number, to get it
    ("scipy_openblas_set_num_threads64_", "scipy_openblas_get_num_threads64_"),
    ("scipy_openblas_set_num_threads", "scipy_openblas_get_num_threads"),
    ("openblas_set_num_threads64_", "openblas_get_num_threads64_"),
    ("openblas_set_num_threads", "openblas_get_num_threads"),
    ("MKL_Set_Num_Threads", "MKL_Get_Max_Threads"),
)


def _blas() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the two functions of the BLAS that this NumPy is linked with."""
    linked = ctypes.CDLL(_umath_linalg.__file__)  # finds what the libraries it needs have, too
    for setter, getter in NAMES:
        if hasattr(linked, setter) and hasattr(linked, getter):
            return getattr(linked, setter), getattr(linked, getter)
    return lambda n: None, lambda: 1


_set, _get = _blas()
_at_start = _get()  # all processors, or OMP_NUM_THREADS


def set(n: int) -> None:
    """Use n threads from now on; 0: as many as at the start."""
    _set(n or _at_start)


def count() -> int:
    """Return the number of threads in use."""
    return int(_get())
