"""Model files taken apart and put together again."""

import json
import zipfile

import tahr
from tahr import layers


def small():
    return tahr.Sequential([layers.Input((4,)), layers.Dense(3, name="d"), layers.Dense(2)])


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def rewritten(path, compression=zipfile.ZIP_STORED, **changes):
    """Writes the archive anew, some members changed, added, or left out where None."""
    found = {**members(path), **changes}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in found.items():
            if content is not None:
                archive.writestr(name, content)
    return path


def reconfigured(path, change, compression=zipfile.ZIP_STORED):
    """Writes the archive anew with the configuration that a function makes of the one in it."""
    config = change(json.loads(members(path)["config.json"]))
    return rewritten(path, compression, **{"config.json": json.dumps(config)})
