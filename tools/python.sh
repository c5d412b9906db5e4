#!/bin/sh
# Print the Python to use, after setting it up if need be:
#     sh tools/python.sh run     for the programs: numpy
#     sh tools/python.sh view    for the pictures: matplotlib, too
#     sh tools/python.sh test    for the tests: all that requirements/test.txt pins
#     sh tools/python.sh lint    for the linters: requirements/lint.txt
#     sh tools/python.sh fortran to build the Fortran panel: test, and the headers of Python
# The packages live in the folder VENV (.venv); what was installed last is remembered there.
. tools/system.sh

purpose=$1
case ${VENV:=.venv} in
/*) venv=$VENV ;;
*) venv=$(pwd)/$VENV ;;
esac
python=$venv/bin/python
if [ "$purpose" = fortran ]; then
    headers=needed
    purpose="test"
fi
wanted=requirements/$purpose.txt
installed=$venv/requirements-$purpose.txt

# Is $1 a Python of a version that we know to work?
is_recent()
{
    has "$1" && "$1" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null
}

# Has the Python $1 the packages for run or view?
has_packages()
{
    modules=numpy
    [ "$purpose" = view ] && modules="numpy, matplotlib"
    is_recent "$1" && "$1" -c "
import sys, $modules
sys.exit([int(part) for part in numpy.__version__.split('.')[:2]] < [1, 24])" 2>/dev/null
}

# Print the Python of the system to begin with.
system_python()
{
    for candidate in python3 python3.13 python3.12 python3.11 python3.10 python; do
        if is_recent $candidate; then
            $candidate -c 'import sys; print(sys.executable)'
            return
        fi
    done
    return 1
}

# Make the folder of packages.
make_venv()
{
    system=$(system_python) || {
        install python "Python 3.10 or newer" && system=$(system_python)
    } || exit 1
    if ! "$system" -c 'import ensurepip, venv' 2>/dev/null; then
        install python "Python's venv and ensurepip" || exit 1
    fi
    "$system" -m venv --clear "$venv" >&2 || exit 1
}

# Install what is wanted into it.
install_packages()
{
    "$python" -m pip --version >/dev/null 2>&1 || make_venv
    echo "setting up Python in $VENV: $wanted" >&2
    if ! "$python" -m pip install --quiet --disable-pip-version-check -r "$wanted" >&2; then
        echo "The packages of $wanted could not be installed. Is there a network?" >&2
        exit 1
    fi
    cp "$wanted" "$installed"
}

# Has it the files that a compiler needs?
has_headers()
{
    "$python" -c '
import os, sys, sysconfig
sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
}

case $purpose in
run | view)
    if ! has_packages "$python"; then
        system=$(system_python)
        if has_packages "$system"; then
            python=$system
        else
            install_packages
        fi
    fi
    ;;
test | lint)
    if ! cmp -s "$wanted" "$installed" || ! has_packages "$python"; then
        install_packages
    fi
    ;;
esac
if [ -n "${headers:-}" ] && ! has_headers; then
    install headers "the headers of Python" || exit 1
fi
echo "$python"
