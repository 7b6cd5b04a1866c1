"""What a job may say of an input or output, whatever its type."""

from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Value = TypeVar("Value")

Auto = Literal["auto"]
"""What the program is to decide."""
OrAuto = Value | Auto
Positive = Annotated[int, Field(ge=1)]
Weight = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Options(BaseModel):
    """Fields of a job: no others are taken, and none changes once it is read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True)


class FeatureOptions(Options):
    """What every input and output says.

    Args:
        name: of the column, or of the array or folder.
        type: of the feature.
        weight: of an output in the sum of losses.
    """

    name: Annotated[str, Field(min_length=1, description="The column's name.")]
    weight: Annotated[
        Weight, Field(description="The weight of an output in the sum of losses.")
    ] = 1.0


class Undecided(FeatureOptions):
    """A feature whose type the data decides."""

    type: Annotated[Auto, Field(description="Decided by the data.")] = "auto"
