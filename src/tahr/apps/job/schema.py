"""The fields of a job, their types, ranges and meaning."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from tahr.apps.features.feature import Feature as Decided
from tahr.apps.features.options import Options, OrAuto, Positive, Undecided
from tahr.apps.features.table import AnyFeature

Share = Annotated[float, Field(ge=0, lt=1)]


def _type_of(feature: Any) -> str:
    named = isinstance(feature, dict)
    given = feature.get("type", "auto") if named else getattr(feature, "type", "auto")
    return given if isinstance(given, str) else "auto"


Feature = Annotated[
    AnyFeature | Annotated[Undecided, Tag("auto")],
    Discriminator(_type_of),
]


class Split(Options):
    """How rows are shared out between training, validation and test."""

    by: Annotated[
        OrAuto[Literal["random", "time", "group", "column", "files"]],
        Field(
            description="random; time: the last rows test; group: one value, one part; "
            "column: it says train, validation, test; files: as the source has them."
        ),
    ] = "auto"
    column: Annotated[
        str | None, Field(description="The column of time, group or part, where `by` needs one.")
    ] = None
    validation: Annotated[Share, Field(description="The share to validate on.")] = 0.1
    test: Annotated[Share, Field(description="The share to test on at the end.")] = 0.1
    seed: Annotated[int, Field(ge=0, description="The seed of the shares.")] = 0


class Data(Options):
    """Where the data is and how it is read."""

    source: Annotated[
        str,
        Field(
            min_length=1,
            description="A table, a folder of files, an .npz, or a data set's name; "
            "paths count from here.",
        ),
    ]
    delimiter: Annotated[OrAuto[str], Field(description="Between the cells of a table.")] = "auto"
    encoding: Annotated[OrAuto[str], Field(description="Of a table of text.")] = "auto"
    header: Annotated[
        OrAuto[bool], Field(description="Whether the first line of a table names its columns.")
    ] = "auto"
    missing: Annotated[
        OrAuto[list[str]], Field(description="The spellings of a missing value.")
    ] = "auto"
    split: Split = Split()


class Model(Options):
    """What is trained."""

    preset: Annotated[
        OrAuto[Literal["fast", "good", "best"]],
        Field(description="How large the network is, and how long it learns."),
    ] = "auto"
    width: Annotated[
        OrAuto[Positive], Field(description="Units of each layer that joins the inputs.")
    ] = "auto"
    depth: Annotated[
        OrAuto[Annotated[int, Field(ge=0)]],
        Field(description="The number of layers that join the inputs."),
    ] = "auto"
    members: Annotated[
        OrAuto[Positive],
        Field(description="Networks of one set of weights that are averaged, as in TabM."),
    ] = "auto"
    dropout: Annotated[OrAuto[Share], Field(description="Of the layers that join.")] = "auto"


class Optimizer(Options):
    """How weights follow gradients."""

    name: Annotated[
        OrAuto[Literal["adam", "adamw", "sgd", "rmsprop", "nadam", "lion", "muon", "adafactor"]],
        Field(description="The rule."),
    ] = "auto"
    learning_rate: Annotated[
        OrAuto[Annotated[float, Field(gt=0, allow_inf_nan=False)]],
        Field(description="The size of its steps, at the start."),
    ] = "auto"
    weight_decay: Annotated[
        OrAuto[Annotated[float, Field(ge=0, allow_inf_nan=False)]],
        Field(description="How fast weights shrink, where the rule knows it."),
    ] = "auto"


class EarlyStopping(Options):
    """When training ends before its last epoch; the best weights are kept."""

    monitor: Annotated[str, Field(description="The figure that is to get better.")] = "val_loss"
    patience: Annotated[
        OrAuto[Annotated[int, Field(ge=0)]],
        Field(description="The number of epochs without a better one to wait."),
    ] = "auto"


class Training(Options):
    """How it is trained."""

    optimizer: Optimizer = Optimizer()
    epochs: Annotated[OrAuto[Positive], Field(description="At most.")] = "auto"
    batch_size: Annotated[OrAuto[Positive], Field(description="Rows a step.")] = "auto"
    schedule: Annotated[
        OrAuto[Literal["constant", "cosine", "plateau"]],
        Field(description="What becomes of the learning rate."),
    ] = "auto"
    class_weights: Annotated[
        OrAuto[bool], Field(description="Whether rare classes count more.")
    ] = "auto"
    early_stopping: EarlyStopping | None = EarlyStopping()
    engine: Annotated[
        OrAuto[Literal["jax", "torch", "tensorflow"]], Field(description="What computes.")
    ] = "auto"


class Job(Options):
    """What is to be learned, from what, and how."""

    version: Annotated[Literal[1], Field(description="Of this format.")] = 1
    name: Annotated[
        str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", description="Of the runs.")
    ]
    data: Data
    inputs: Annotated[
        OrAuto[list[Feature]], Field(description="What the model is given; auto: all columns.")
    ] = "auto"
    outputs: Annotated[list[Feature], Field(description="What it is to tell.")]
    model: Model = Model()
    training: Training = Training()
    seed: Annotated[int, Field(ge=0, lt=2**31, description="Of all that is drawn.")] = 0

    @property
    def taken(self) -> list[Decided]:
        """The inputs of a settled job."""
        return [feature for feature in self.inputs if isinstance(feature, Decided)]

    @property
    def told(self) -> list[Decided]:
        """The outputs of a settled job."""
        return [feature for feature in self.outputs if isinstance(feature, Decided)]
