"""Telling a server about each epoch."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import numpy as np

from tahr.core.errors import ArgumentError
from tahr.training.callbacks.callback import Callback, Figures
from tahr.training.callbacks.state import arguments

LOGGER = logging.getLogger("tahr")
PATIENCE = 10.0
"""Seconds to wait for the server."""


class RemoteMonitor(Callback):
    """Sends the figures of each epoch to a server, by HTTP POST, as JSON.

    A server that cannot be reached is a warning in the log, and training goes on.

    Args:
        root: the server's address.
        path: what follows it.
        field: the name of the form's field that holds the JSON.
        headers: HTTP headers.
        send_as_json: whether the JSON is the whole body, rather than a field of a form.

    Raises:
        ArgumentError: the address is none of HTTP.
    """

    def __init__(
        self,
        root: str = "http://localhost:9000",
        path: str = "/publish/epoch/end/",
        field: str = "data",
        headers: Mapping[str, str] | None = None,
        send_as_json: bool = False,
    ) -> None:
        super().__init__()
        if not isinstance(root, str) or urlsplit(root).scheme not in ("http", "https"):
            raise ArgumentError(
                "RemoteMonitor speaks HTTP only", expected="http://... or https://...", got=root
            )
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        self.send_as_json = send_as_json

    _settings = arguments(__init__)

    def on_epoch_end(self, epoch: int, logs: Figures = None) -> None:
        text = json.dumps({"epoch": epoch, **{k: _plain(v) for k, v in (logs or {}).items()}})
        kind, body = "application/json", text
        if not self.send_as_json:
            kind, body = "application/x-www-form-urlencoded", urlencode({self.field: text})
        headers = {"Content-Type": kind, **(self.headers or {})}
        request = Request(self.root + self.path, body.encode(), headers, method="POST")
        try:
            with urlopen(request, timeout=PATIENCE):
                pass
        except (URLError, OSError) as error:
            LOGGER.warning("RemoteMonitor could not tell %s: %s", self.root, error)


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value
