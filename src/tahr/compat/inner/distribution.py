"""What distribution is in force, where packages lay out their tensors by it."""


def distribution() -> None:
    """Returns None, as Keras does where no distribution is set: here none can be set."""
