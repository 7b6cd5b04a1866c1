"""Programs for other systems, put together endpoint by endpoint: the names of `keras.export`."""

from typing import TYPE_CHECKING

from tahr.compat import missing as _missing
from tahr.saving.export_archive import ExportArchive

__all__ = ["ExportArchive"]

if not TYPE_CHECKING:
    __getattr__ = _missing.names_of(__name__)
