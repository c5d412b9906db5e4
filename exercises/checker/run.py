"""Run a program with limits on time, memory and output, in a process group of its own."""

import os
import resource
import selectors
import signal
import subprocess
import time
from collections import namedtuple

CPU_SECONDS = {"c": 1, "fortran": 1, "python": 2}
WALL_SECONDS = 4
MEMORY_BYTES = 2 << 30  # of addresses; C may use less of them, so that it is stopped in time
OUTPUT_BYTES = 1 << 20
PATIENCE = float(os.environ.get("TRIPTYCH_PATIENCE") or 1)  # for slow machines

# ending: exit, signal, time, waiting, prints. code: the exit code or the signal.
Ran = namedtuple("Ran", "ending code prints errors")

ENVIRONMENT = {
    "ASAN_OPTIONS": "detect_leaks=0:exitcode=99:hard_rss_limit_mb=512:"
    "max_allocation_size_mb=1024:allocator_may_return_null=0:detect_stack_use_after_return=0",
    "UBSAN_OPTIONS": "halt_on_error=1:exitcode=98:print_stacktrace=0",
    "GFORTRAN_UNBUFFERED_PRECONNECTED": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def _limits(memory, seconds):
    """Return what the child does to itself before it becomes the program."""

    def limit(what, soft, hard=None):
        try:
            resource.setrlimit(what, (soft, hard or soft))
        except (ValueError, OSError):
            pass  # not every system has every limit

    def apply():
        limit(resource.RLIMIT_CPU, seconds, seconds + 2)
        limit(resource.RLIMIT_FSIZE, 64 << 20)
        limit(resource.RLIMIT_CORE, 0)
        if memory:
            limit(resource.RLIMIT_AS, MEMORY_BYTES)

    return apply


def _collect(process, deadline):
    """Read both pipes until the program ends, says too much, or time is up."""
    texts = {process.stdout: bytearray(), process.stderr: bytearray()}
    selector = selectors.DefaultSelector()
    for pipe in texts:
        selector.register(pipe, selectors.EVENT_READ)
    ending, linger = None, None
    while selector.get_map():
        now = time.monotonic()
        if now > deadline:
            ending = "waiting"
            break
        if process.poll() is not None:
            linger = linger or now + 0.3  # a child of its own may hold the pipes open
            if now > linger:
                break
        for key, _ in selector.select(0.05):
            chunk = os.read(key.fd, 1 << 16)
            if not chunk:
                selector.unregister(key.fileobj)
            texts[key.fileobj] += chunk
        if sum(len(text) for text in texts.values()) > OUTPUT_BYTES:
            ending = "prints"
            break
    return ending, texts[process.stdout], texts[process.stderr]


def run(command, folder, language, memory=True, environment=None):
    """Run `command` in `folder`; memory: limit its address space too."""
    seconds = int(CPU_SECONDS[language] * PATIENCE)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=str(folder),
        env=dict(os.environ, **ENVIRONMENT, **(environment or {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=_limits(memory, seconds),
    )
    deadline = time.monotonic() + WALL_SECONDS * PATIENCE
    try:
        ending, prints, errors = _collect(process, deadline)
        if ending is None:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                ending = "waiting"
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        code = process.wait()
        process.stdout.close()
        process.stderr.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if ending == "waiting" and busy > 0.5 * seconds:
        ending = "time"
    if ending is None and code < 0:
        ending = "time" if -code in (signal.SIGXCPU, signal.SIGKILL) else "signal"
    text = [bytes(part).decode("utf-8", "replace") for part in (prints, errors)]
    return Ran(ending or "exit", abs(code), text[0], text[1])
