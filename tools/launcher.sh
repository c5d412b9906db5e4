#!/bin/sh
# Write the program of an algorithm in Python, a launcher: sh tools/launcher.sh kmeans f64 PYTHON
# The first entry of Python's path is put in place by hand: the current folder is not on it, so
# that a student's random.py there is not taken for Python's own.
algorithm=$1
precision=float${2#f}
python=$3

# Print $1 as one word for sh.
quoted()
{
    printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

cat >"$algorithm.part" <<END || exit 1
#!/bin/sh
# $algorithm in Python, written by make ${algorithm}_python
exec $(quoted "$python") -c 'import sys
sys.path[0] = sys.argv[1]
from triptych.programs.$algorithm import main
sys.exit(main(sys.argv[2:], "$precision"))' $(quoted "$(pwd)/python") "\$0" "\$@"
END
chmod +x "$algorithm.part" && mv "$algorithm.part" "$algorithm"
