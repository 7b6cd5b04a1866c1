"""Learning rates that depend on the step."""

from tahr.optimizers.schedules.schedule import LearningRateSchedule

__all__ = ["LearningRateSchedule"]
