"""Data sets whose workers fail, in a module that a worker process can import at little cost."""

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np

from tahr.training.data.dataset import PyDataset

WIDTH = 4


class Rows(PyDataset):
    """Batches of samples numbered from 0, with the number as the first feature."""

    def __init__(self, samples=40, size=4, **options):
        super().__init__(**options)
        self.samples = samples
        self.size = size

    def __len__(self):
        return (self.samples + self.size - 1) // self.size

    def __getitem__(self, index):
        numbers = np.arange(index * self.size, min((index + 1) * self.size, self.samples))
        x = np.zeros((len(numbers), WIDTH), "float32")
        x[:, 0] = numbers
        return x, numbers.astype("float32")[:, None] / self.samples


class Faulty(Rows):
    """Rows of which one batch cannot be had."""

    def __init__(self, fault, at=5, **options):
        super().__init__(**options)
        self.fault = fault
        self.at = at

    def __getitem__(self, index):
        if index == self.at:
            found = FAULTS[self.fault]()
            if found is not None:
                return found
        return super().__getitem__(index)


class OddError(Exception):
    """An error that cannot be made anew from its pickle."""

    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")


def fails():
    raise OddError("this", "that")


FAULTS = {
    "raise": fails,
    "leave": lambda: os._exit(3),
    "sys.exit": lambda: sys.exit(4),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(3600),
    "unpicklable": threading.Lock,
}


class Reordering(Rows):
    """Rows with an order of their own, drawn anew after each epoch."""

    def __init__(self, **options):
        super().__init__(**options)
        self.random = np.random.default_rng(0)
        self.order = np.arange(len(self))

    def on_epoch_end(self):
        self.random.shuffle(self.order)

    def __getitem__(self, index):
        return super().__getitem__(int(self.order[index]))


class Noisy(Rows):
    """Rows whose workers write to standard output and start programs that read standard input."""

    def __getitem__(self, index):
        print("noise" * 100)
        subprocess.run([sys.executable, "-S", "-c", "print(open(0).read())"], check=True)
        return super().__getitem__(index)


class Endless(PyDataset):
    """Batches without an end."""

    @property
    def num_batches(self):
        return None

    def __getitem__(self, index):
        return np.full((2, WIDTH), index, "float32"), np.zeros((2, 1), "float32")
