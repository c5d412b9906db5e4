#!/bin/sh
# Questions to a compiler, for the Makefile:
#     sh tools/compiler.sh need c|fortran COMPILER      fail if it is missing, and say what to type
#     sh tools/compiler.sh install c|fortran COMPILER   install it if it is missing
#     sh tools/compiler.sh openmp c|fortran COMPILER    print the flag for several threads
#     sh tools/compiler.sh openacc c|fortran CARD COMPILER   print the flags for a graphics card
#     sh tools/compiler.sh native c|fortran COMPILER    print the flag for this very processor
#     sh tools/compiler.sh simd c COMPILER              print the flag for vectors without threads;
#                                                       gfortran's would also wake the lines after !$
. "$(dirname "$0")/system.sh"

question=$1
language=$2
shift 2 # what remains is the compiler, which may be several words (ccache gcc)

if [ "$language" = c ]; then
    name="a C compiler" suffix=c
else
    name="a Fortran compiler" suffix=f90
fi

# Does the compiler build the program on stdin with the flags $1?
builds()
{
    folder=$(mktemp -d) || exit 1
    cat >"$folder/probe.$suffix"
    flags=$1
    shift
    (cd "$folder" && "$@" $flags "probe.$suffix" -o probe) >/dev/null 2>&1
    status=$?
    rm -r "$folder"
    return $status
}

empty_program()
{
    [ "$language" = c ] && echo 'int main(void) { return 0; }' || echo 'end'
}

openacc_program()
{
    if [ "$language" = c ]; then
        echo '#include <openacc.h>'
        echo 'int main(void) { return acc_get_device_type() == acc_device_none; }'
    else
        echo 'use openacc'
        echo 'if (acc_get_device_type() == acc_device_none) stop 1'
        echo 'end'
    fi
}

openmp_program()
{
    if [ "$language" = c ]; then
        echo '#include <omp.h>'
        echo 'int main(void) { return omp_get_max_threads() < 1; }'
    else
        echo 'use omp_lib'
        echo 'if (omp_get_max_threads() < 1) stop 1'
        echo 'end'
    fi
}

case $question in
need)
    if ! has "$1"; then
        say_missing "$language" "$name ($1)"
        exit 1
    fi
    ;;
install)
    has "$1" || install "$language" "$name ($1)"
    ;;
openmp)
    if openmp_program | builds -fopenmp "$@"; then
        echo -fopenmp
    else
        echo "$* has no OpenMP: the program will use one thread." >&2
        exit 1
    fi
    ;;
openacc)
    card=$1
    shift
    # gcc and gfortran; the card's own mathematics stands in a library. Then NVIDIA's compilers,
    # which know other words for half of the flags.
    offload="-fopenacc -foffload=nvptx-none -foffload-options=-misa=$card -foffload-options=-lm -Wl,-z,notext"
    nvidia="-acc=gpu -Mnofma -noswitcherror"
    [ "$language" = c ] || nvidia="$nvidia -module build/fortran"
    for flags in "$offload" "$nvidia"; do
        if openacc_program | builds "$flags" "$@"; then
            echo "$flags"
            exit
        fi
    done
    if openacc_program | builds "-fopenacc -foffload=disable" "$@"; then
        echo "$* compiles for no graphics card: the program will run with --device host." >&2
        echo -fopenacc -foffload=disable
        exit
    fi
    echo "$* has no OpenACC: see docs/gpu.md." >&2
    exit 1
    ;;
native)
    for flag in -march=native -mcpu=native; do
        if empty_program | builds $flag "$@"; then
            echo $flag
            exit
        fi
    done
    ;;
simd)
    if empty_program | builds -fopenmp-simd "$@"; then
        echo -fopenmp-simd
    fi
    ;;
esac
