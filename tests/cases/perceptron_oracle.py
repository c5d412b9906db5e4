"""The oracle of the perceptron exercises."""

EXERCISES = []
