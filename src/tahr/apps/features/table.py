"""Which types of features there are; a new one is a file, and its line here."""

from typing import Annotated, get_args

from pydantic import Tag

from tahr.apps.features.audio import Audio
from tahr.apps.features.category import Binary, Category
from tahr.apps.features.date import Date
from tahr.apps.features.feature import Feature
from tahr.apps.features.image import Image
from tahr.apps.features.number import Number
from tahr.apps.features.series import Series
from tahr.apps.features.tags import Tags
from tahr.apps.features.text import Text

AnyFeature = (
    Annotated[Number, Tag("number")]
    | Annotated[Category, Tag("category")]
    | Annotated[Binary, Tag("binary")]
    | Annotated[Tags, Tag("set")]
    | Annotated[Text, Tag("text")]
    | Annotated[Image, Tag("image")]
    | Annotated[Audio, Tag("audio")]
    | Annotated[Date, Tag("date")]
    | Annotated[Series, Tag("series")]
)
TYPES: dict[str, type[Feature]] = {
    kind.__metadata__[0].tag: kind.__origin__ for kind in get_args(AnyFeature)
}
"""By what a job calls them."""
