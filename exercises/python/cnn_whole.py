"""A convolutional network for small square pictures, in one file.

Filters of 3 x 3 pixels, rectifier, the largest of each block of 2 x 2, one neuron for each
class, softmax. Reads data.dat: rows of side x side pixels, then the class; filters.dat: a
row for each filter, its 9 weights and its bias; dense.dat: a row for each pooled pixel, the
bias node's last, a column for each class. Writes the filters after each epoch to
epoch_1.dat, epoch_2.dat, ..., and at the end the class that each picture is given to
labels.dat.

    python3 cnn_whole.py
"""

import numpy as np

data = np.loadtxt("data.dat", ndmin=2)
x, label = data[:, :-1], data[:, -1].astype(int)
n = len(x)
side = round(np.sqrt(x.shape[1]))
x = x.reshape(n, side, side)
w = np.loadtxt("filters.dat", ndmin=2)  # (filters, 10)
v = np.loadtxt("dense.dat", ndmin=2)  # (inputs + 1, classes): the bias node's last
says = np.zeros(n, dtype=int)  # the class given to a picture
rate = 0.05
epochs = 10


def write_epoch(epoch, w):
    """Write the filters after an epoch to epoch_1.dat, epoch_2.dat, ..."""
    header = f"samples {len(w)} features 10 classes 0"
    np.savetxt(f"epoch_{epoch}.dat", w, fmt="%.16e", header=header)


def forward(picture, w, v):
    """From a picture to the share of each class: return a, pool, place, share.

    a (filters, size, size): rectified, size = side - 2; pool (inputs,): the largest of each
    block; place (inputs, 3): filter, row, column of it in a; share (classes,).
    """
    # Exercise 1. Fill a, pool, place and share.
    size, half = side - 2, (side - 2) // 2
    a = np.zeros((len(w), size, size))
    for y in range(size):
        for z in range(size):
            h = w[:, :9] @ picture[y : y + 3, z : z + 3].ravel() - w[:, 9]
            a[:, y, z] = np.where(h > 0, h, 0)
    place = []
    for f in range(len(w)):
        for y in range(half):
            for z in range(half):
                block = a[f, 2 * y : 2 * y + 2, 2 * z : 2 * z + 2]
                largest = block.argmax()
                place.append((f, 2 * y + largest // 2, 2 * z + largest % 2))
    pool = np.array([a[spot] for spot in place])
    share = np.exp(pool @ v[:-1] - v[-1])
    return a, pool, place, share / share.sum()
    # End of exercise 1.


# Exercise 2. Declare what the training needs.
classes = np.eye(v.shape[1])
# End of exercise 2.

# Exercise 3. Train for all epochs, picture after picture; write each epoch.
for epoch in range(1, epochs + 1):
    for i in range(n):
        a, pool, place, share = forward(x[i], w, v)
        dh = share - classes[label[i]]
        errors = v[:-1] @ dh
        for k, (f, y, z) in enumerate(place):
            if pool[k] > 0:
                w[f, :9] -= rate * errors[k] * x[i, y : y + 3, z : z + 3].ravel()
                w[f, 9] += rate * errors[k]
        v[:-1] -= rate * np.outer(pool, dh)
        v[-1] += rate * dh
    write_epoch(epoch, w)
# End of exercise 3.

# Exercise 4. Give each picture the class with the largest share.
for i in range(n):
    says[i] = np.argmax(forward(x[i], w, v)[3])
# End of exercise 4.

np.savetxt("labels.dat", says, fmt="%d")
