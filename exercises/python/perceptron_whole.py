"""A perceptron with one neuron for each class, in one file.

Reads data.dat, such as iris.dat: rows of features, then the class. Rows 2, 5, 8, ... are
kept for the test, all others are for training. Writes the weights after each epoch to
epoch_1.dat, epoch_2.dat, ..., the errors of each epoch to errors.dat, and at the end the
class that each test row is given to labels.dat.

    python3 perceptron_whole.py
"""

import numpy as np

data = np.loadtxt("data.dat", ndmin=2)
x, label = data[:, :-1], data[:, -1].astype(int)
n, d = x.shape
m = label.max() + 1
w = np.zeros((d + 1, m))  # the bias last
says = np.zeros(n, dtype=int)  # the class given to a test row
errors = []  # of each epoch done
rate = 0.05
max_epochs = 20


def write_epoch(epoch, w):
    """Write the weights after an epoch to epoch_1.dat, ...: a line an input, a column a neuron."""
    header = f"samples {d + 1} features {m} classes 0"
    np.savetxt(f"epoch_{epoch}.dat", w, fmt="%.16e", header=header)


# Exercise 1. Declare what the training needs.
missed = 1
wanted = np.eye(m)[label]
inputs = np.append(x, -np.ones((n, 1)), axis=1)
# End of exercise 1.

# Exercise 2. Train until an epoch has no error, or max_epochs are done; write each.
while len(errors) < max_epochs and missed > 0:
    missed = 0
    for i in range(n):
        if i % 3 == 2:  # kept for the test
            continue
        wrong = (inputs[i] @ w > 0) - wanted[i]
        if np.any(wrong != 0):
            missed += 1
        w -= rate * np.outer(inputs[i], wrong)
    errors.append(missed)
    write_epoch(len(errors), w)
# End of exercise 2.

# Exercise 3. Give each test row the class of the neuron with the largest h.
for i in range(2, n, 3):
    says[i] = np.argmax(inputs[i] @ w)
# End of exercise 3.

np.savetxt("errors.dat", errors, fmt="%d")
np.savetxt("labels.dat", says[2::3], fmt="%d")
