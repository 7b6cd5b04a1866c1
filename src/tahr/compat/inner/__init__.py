"""What packages that stand on Keras reach for inside it: names, each leading to the public thing.

A closed list, and nothing else in the house bends for it. KerasHub, KerasTuner, KerasRS, scikeras,
BayesFlow and AutoKeras were read for it.
"""
