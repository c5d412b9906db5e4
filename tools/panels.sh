#!/bin/sh
# Build the C and Fortran panels for Python in build/native:
#     sh tools/panels.sh PYTHON [meson option]...
# CC and FC name the compilers; without a Fortran compiler that panel is left out.
python=$1
shift

build=build/native
bin=$(dirname "$python")
PATH=$bin:$PATH
export PATH

# Anything that a change of would leave a wrong build behind: then the folder is set up anew.
setting=$(
    pwd
    echo "$@"
    ls c/fast fortran/fast
    "$python" -c 'import os, sys, sysconfig, numpy
print(sys.executable, sys.version, numpy.__version__)
print(os.path.exists(sysconfig.get_path("include") + "/Python.h"))'
    for compiler in "$CC" "$FC"; do
        echo "$compiler"
        $compiler --version 2>/dev/null | head -n 1
    done
)
if [ ! -f $build/build.ninja ] || [ "$setting" != "$(cat $build/setting 2>/dev/null)" ]; then
    rm -rf $build
    mkdir -p build
    if ! "$python" -m mesonbuild.mesonmain setup $build "$@" >build/native.log 2>&1; then
        cat build/native.log >&2
        exit 1
    fi
    echo "$setting" >$build/setting
fi
ninja -C $build --quiet
