"""k-means from beginning to end, in one file.

Reads samples.dat and start.dat (k centroids); writes the centroids after each step to
step_1.dat, step_2.dat, ... and at the end the cluster of each sample to labels.dat.

    python3 kmeans_whole.py
"""

import numpy as np

x = np.loadtxt("samples.dat", ndmin=2)
centroids = np.loadtxt("start.dat", ndmin=2)
n, d = x.shape
k = len(centroids)
labels = np.zeros(n, dtype=int)


def write_step(step, centroids):
    """Write the centroids after a step to step_1.dat, step_2.dat, ..."""
    header = f"samples {k} features {d} classes 0"
    np.savetxt(f"step_{step}.dat", centroids, fmt="%.16e", header=header)


# Exercise 1. Declare what the main loop needs.
step = 0
changed = True
# End of exercise 1.

# Exercise 2. Assign and update until the centroids stay; write each step.
while changed:
    step += 1
    distances = np.stack([np.sum((x - c) ** 2, axis=1) for c in centroids])
    labels = np.argmin(distances, axis=0)

    moved = centroids.copy()
    for c in range(k):
        if np.any(labels == c):
            moved[c] = x[labels == c].mean(axis=0)
    changed = np.any(moved != centroids)
    centroids = moved
    write_step(step, centroids)
# End of exercise 2.

np.savetxt("labels.dat", labels, fmt="%d")
