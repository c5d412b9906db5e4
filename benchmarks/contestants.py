"""Who runs in a race: the panels that are built, and how many threads everybody has."""

from collections.abc import Iterator
from contextlib import suppress

import threadpoolctl

from triptych.panels import Panel, panel


def panels(precision: str, threads: int) -> Iterator[tuple[str, Panel]]:
    """Yield (name, panel) of each language and variant, all with so many threads."""
    threadpoolctl.threadpool_limits(threads)
    for language in ("c", "fortran"):
        for variant in ("lesson", "fast"):
            with suppress(ImportError):  # not built: then it does not run
                built = panel(language, precision, variant)
                built.threads.set(threads)
                yield f"{language} {variant}", built
    yield "NumPy", panel("python", precision)
