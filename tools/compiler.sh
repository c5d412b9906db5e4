#!/bin/sh
# Questions to a compiler, for the Makefile:
#     sh tools/compiler.sh need c|fortran COMPILER      fail if it is missing, and say what to type
#     sh tools/compiler.sh install c|fortran COMPILER   install it if it is missing
#     sh tools/compiler.sh openmp c|fortran COMPILER    print the flag for several threads
#     sh tools/compiler.sh native c|fortran COMPILER    print the flag for this very processor
#     sh tools/compiler.sh simd c COMPILER              print the flag for vectors without threads;
#                                                       gfortran's would also wake the lines after !$
. tools/system.sh

question=$1
language=$2
shift 2 # what remains is the compiler, which may be several words (ccache gcc)

if [ "$language" = c ]; then
    name="a C compiler" suffix=c
else
    name="a Fortran compiler" suffix=f90
fi

# Does the compiler build the program on stdin with the flag $1?
builds()
{
    folder=$(mktemp -d) || exit 1
    cat >"$folder/probe.$suffix"
    flag=$1
    shift
    (cd "$folder" && "$@" "$flag" "probe.$suffix" -o probe) >/dev/null 2>&1
    status=$?
    rm -r "$folder"
    return $status
}

empty_program()
{
    [ "$language" = c ] && echo 'int main(void) { return 0; }' || echo 'end'
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
