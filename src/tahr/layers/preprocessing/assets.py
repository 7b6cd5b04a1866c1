"""Files that a layer on data keeps beside its weights, such as a vocabulary."""

from pathlib import Path

from tahr.layers.preprocessing.host import HostLayer


class AssetLayer(HostLayer):
    """A layer on the host that keeps files beside its weights."""

    def assets(self) -> dict[str, str]:
        """Returns the files that a model's file holds of the layer, by name."""
        raise NotImplementedError

    def take_assets(self, files: dict[str, str]) -> None:
        """Takes what `assets` returned, from a file."""
        raise NotImplementedError

    def save_assets(self, dir_path: str | Path) -> None:
        """Writes the layer's files into a folder.

        Args:
            dir_path: a folder that is there.
        """
        for name, text in self.assets().items():
            Path(dir_path, name).write_bytes(text.encode())

    def load_assets(self, dir_path: str | Path) -> None:
        """Reads the files that `save_assets` wrote.

        Args:
            dir_path: their folder.
        """
        files = (path for path in Path(dir_path).glob("*.txt") if path.is_file())
        self.take_assets({path.name: path.read_bytes().decode() for path in files})
