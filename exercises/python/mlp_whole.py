"""A network with a layer inside, taught by back-propagation, in one file.

Reads data.dat, such as iris.dat: rows of features, then the class. Rows 2, 5, 8, ... are
kept for the test, all others are for training. Reads the first weights of the neurons
inside from hidden.dat, those of the outputs from output.dat: a line an input, a column a
neuron, the bias last. Writes both after each epoch to hidden_1.dat, output_1.dat,
hidden_2.dat, ..., the errors of each epoch to errors.dat, and at the end the class that
each test row is given to labels.dat.

    python3 mlp_whole.py
"""

import numpy as np

data = np.loadtxt("data.dat", ndmin=2)
x, label = data[:, :-1], data[:, -1].astype(int)
n, d = x.shape
w1 = np.loadtxt("hidden.dat", ndmin=2)  # (d + 1, q): the bias last
w2 = np.loadtxt("output.dat", ndmin=2)  # (q + 1, m)
q, m = w1.shape[1], w2.shape[1]
says = np.zeros(n, dtype=int)  # the class given to a test row
errors = []  # of each epoch done
rate = 0.5
max_epochs = 20


def write_layer(layer, epoch, w):
    """Write the weights of a layer after an epoch, such as hidden_1.dat."""
    header = f"samples {w.shape[0]} features {w.shape[1]} classes 0"
    np.savetxt(f"{layer}_{epoch}.dat", w, fmt="%.16e", header=header)


def fire(x_i, w):
    """Return what neurons with weights w (d + 1, m) say to the inputs x_i (d)."""
    # Exercise 1. Weigh the inputs of each neuron, then squash the sum: 1 / (1 + exp(-h)).
    h = x_i @ w[:-1] - w[-1]
    return 1 / (1 + np.exp(-h))
    # End of exercise 1.


# Exercise 2. Declare what the training needs.
missed = 1
wanted = np.eye(m)[label]
# End of exercise 2.

# Exercise 3. Train until an epoch has no error, or max_epochs are done; write each.
while len(errors) < max_epochs and missed > 0:
    missed = 0
    for i in range(n):
        if i % 3 == 2:  # kept for the test
            continue
        a1 = fire(x[i], w1)
        a2 = fire(a1, w2)
        missed += np.argmax(a2) != label[i]

        dh2 = (a2 - wanted[i]) * a2 * (1 - a2)
        dh1 = w2[:-1] @ dh2 * a1 * (1 - a1)

        w2 -= rate * np.outer(np.append(a1, -1), dh2)
        w1 -= rate * np.outer(np.append(x[i], -1), dh1)
    errors.append(missed)
    write_layer("hidden", len(errors), w1)
    write_layer("output", len(errors), w2)
# End of exercise 3.

# Exercise 4. Give each test row the class of the largest output.
for i in range(2, n, 3):
    says[i] = np.argmax(fire(fire(x[i], w1), w2))
# End of exercise 4.

np.savetxt("errors.dat", errors, fmt="%d")
np.savetxt("labels.dat", says[2::3], fmt="%d")
