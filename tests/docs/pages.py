"""The pages of the documentation and the blocks of code in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"<!-- file: (\S+) -->\n\n$")


@dataclass(frozen=True)
class Block:
    """A block of code in a page.

    Args:
        page: where it stands.
        line: the number of its first line there.
        language: what its fence says.
        text: the code.
        file: the file it is the content of, where the line before it says so.
        shows: the output that the next block shows, where it follows right away.
    """

    page: Path
    line: int
    language: str
    text: str
    file: str | None
    shows: str | None

    @property
    def padded(self) -> str:
        """The code on the lines it has in the page, so that errors name these."""
        return "\n" * (self.line - 1) + self.text


def blocks(page: Path, *languages: str) -> Iterator[Block]:
    """Returns the blocks of a page in these languages, in order."""
    text = page.read_text(encoding="utf-8")
    found = list(FENCE.finditer(text))
    for fence, following in zip_longest(found, found[1:]):
        if fence[1] not in languages:
            continue
        adjoins = following is not None and not text[fence.end() : following.start()].strip()
        shows = following[2] if adjoins and following[1] == "text" else None
        file = FILE.search(text[: fence.start()])
        line = text.count("\n", 0, fence.start()) + 2
        yield Block(page, line, fence[1], fence[2], file[1] if file else None, shows)
