"""A logic gate, learnt by one neuron, in one file.

Reads gate.dat (rows of inputs, then what the gate says, 0 or 1) and start.dat (the first
weights, the bias last); writes the weights after each epoch to epoch_1.dat, epoch_2.dat,
... and at the end what the neuron says to each row to labels.dat.

    python3 gates_whole.py
"""

import numpy as np

gate = np.loadtxt("gate.dat", ndmin=2)
x, wanted = gate[:, :-1], gate[:, -1]
w = np.loadtxt("start.dat")
n, d = x.shape
says = np.zeros(n, dtype=int)
rate = 0.1


def write_epoch(epoch, w):
    """Write the weights after an epoch to epoch_1.dat, epoch_2.dat, ..."""
    header = f"samples {d + 1} features 1 classes 0"
    np.savetxt(f"epoch_{epoch}.dat", w, fmt="%.16e", header=header)


# Exercise 1. Declare what the main loop needs.
epoch = 0
errors = 1
# End of exercise 1.

# Exercise 2. Go through the rows and correct mistakes, until an epoch has none.
while errors > 0:
    epoch += 1
    errors = 0
    for i in range(n):
        h = x[i] @ w[:d] - w[d]
        says[i] = h > 0

        wrong = says[i] - wanted[i]
        if wrong != 0:
            w[:d] -= rate * wrong * x[i]
            w[d] += rate * wrong
            errors += 1
    write_epoch(epoch, w)
# End of exercise 2.

np.savetxt("labels.dat", says, fmt="%d")
