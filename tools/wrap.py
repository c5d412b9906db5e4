"""Run f2py and keep what it says to itself, unless it fails: python wrap.py ARGUMENT..."""

import subprocess
import sys

command = [sys.executable, "-m", "numpy.f2py", *sys.argv[1:]]
done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
if done.returncode != 0:
    print(done.stdout)
sys.exit(done.returncode)
