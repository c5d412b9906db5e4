#!/bin/sh
# Run the linters: sh tools/lint.sh PYTHON [fix]
# With the word fix, lay out the Python and C files as the linters ask.
python=$1
PATH=$(dirname "$python"):$PATH
export PATH
failed=0

check()
{
    "$@" || failed=1
}

if [ "${2:-check}" = fix ]; then
    ruff check --fix --quiet .
    ruff format .
    find c -name '*.[hc]' -exec clang-format -i {} +
fi
check ruff check --quiet .
check ruff format --check --quiet .
check "$python" -m mypy python/triptych
check "$python" -m mypy visual benchmarks data/make_data.py
check find c -name '*.[hc]' -exec clang-format --dry-run --Werror {} +
check fortitude check --quiet fortran
exit $failed
