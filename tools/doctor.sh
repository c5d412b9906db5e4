#!/bin/sh
# What this machine has for Triptych, what is missing, and what to type: make doctor
# CC and FC name the compilers, GPU the kind of graphics card, VENV the folder of Python packages.
. tools/system.sh

advice=

# Print a line of the table: what, and what was found.
line()
{
    printf '  %-18s %s\n' "$1" "$2"
}

# Remember a command for the end of the report: what it is for, what to type.
advise()
{
    advice="$advice
  $1:
      $2"
}

# Report a compiler: c or fortran, its name, the command.
compiler()
{
    if ! has "${3%% *}"; then
        line "$2" "none called $3"
        advise "$2" "$(install_command "$1")"
        return
    fi
    line "$2" "$($3 --version 2>/dev/null | head -n 1)"
    if [ -n "$(sh tools/compiler.sh openmp "$1" $3 2>/dev/null)" ]; then
        line "  OpenMP" "yes: programs use several threads"
    else
        line "  OpenMP" "no: programs use one thread"
    fi
    case $(sh tools/compiler.sh openacc "$1" "$GPU" $3 2>/dev/null) in
    "") line "  OpenACC" "no (not needed)" ;;
    *disable) line "  OpenACC" "on the host alone, not on graphics cards (not needed)" ;;
    *) line "  OpenACC" "yes: programs for NVIDIA's graphics cards can be built" ;;
    esac
}

# Report a Python package: its name, the purpose that sets it up.
package()
{
    version=$("$python" -c "import $1; print($1.__version__)" 2>/dev/null)
    line "  $1" "${version:-missing: $2 sets it up in $VENV}"
}

echo "What this machine has:"
line make "$(make --version 2>/dev/null | head -n 1)"
compiler c "C compiler" "$CC"
compiler fortran "Fortran compiler" "$FC"

cards=$(nvidia-smi --query-gpu=name --format=csv,noheader 2>/dev/null) || cards=
line "Graphics card" "${cards:-none that nvidia-smi finds (not needed)}"

python=$VENV/bin/python
[ -x "$python" ] || python=python3
if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
    line Python "$("$python" --version) ($python)"
    package numpy "make kmeans_python"
    package matplotlib "make view_kmeans"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        line "  venv" "missing: packages cannot be installed"
        advise "Python's venv" "$(install_command python)"
    fi
    include=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    if [ ! -e "$include/Python.h" ]; then
        line "  headers" "missing: make test needs them to call Fortran"
        advise "Python's headers" "$(install_command headers)"
    fi
else
    line Python "none of version 3.10 or newer"
    advise Python "$(install_command python)"
fi

if [ -z "$advice" ]; then
    echo "Nothing is missing."
else
    echo "What is missing, and what to type:$advice"
    echo "Without the right to install: conda env create -f environment.yml && conda activate triptych"
fi
