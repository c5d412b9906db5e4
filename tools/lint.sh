#!/bin/sh
# Run the linters: sh tools/lint.sh PYTHON [fix]
# With the word fix, lay out the Python and C files as the linters ask.
PATH=$(dirname "$1"):$PATH
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
check mypy python/triptych
check mypy visual benchmarks data/make_data.py
check find c -name '*.[hc]' -exec clang-format --dry-run --Werror {} +
check fortitude check --quiet fortran
exit $failed
