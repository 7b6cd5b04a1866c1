"""What a call does, seen from outside: a process a case, what it opens, imports and takes noted."""

import gc
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

SECONDS = 2.0
"""What a case may take."""
GROWTH = 64 << 20
"""Bytes that it may add to the memory of its process."""
ROOM = 1 << 30
"""Bytes of addresses that it may add."""
WATCHED = (
    "exec", "compile", "marshal.loads", "pickle.find_class", "ctypes.dlopen", "code.__new__",
    "socket.", "urllib.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn",
    "os.startfile", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.chmod", "os.putenv", "shutil.", "tempfile.",
)  # fmt: skip
"""How the names of events begin that no file may cause."""
OWN_FILES = (sys.prefix, sys.base_prefix, str(Path(__file__).resolve().parents[2] / "src"))
"""Where Python and Tahr stand: they may read their own modules there."""


@dataclass
class Outcome:
    """What came of a case.

    Args:
        error: the class of the error that it ended with; "" for none.
        text: what the error said, or where it came from if it is none of Tahr's.
        typed: whether the error is one of Tahr's.
        seconds: the time that it took.
        growth: by how many bytes the memory of the process grew.
        events: what was done that no file may cause.
    """

    error: str = ""
    text: str = ""
    typed: bool = False
    seconds: float = 0.0
    growth: int = 0
    events: list[str] = field(default_factory=list)

    def faults(self, refused: bool) -> list[str]:
        """Lists what is wrong with it.

        Args:
            refused: whether only an error of Tahr's is right.
        """
        found = [f"did {event}" for event in self.events]
        if self.error and not self.typed:
            found.append(f"{self.error}: {self.text}")
        if refused and not self.error:
            found.append("it was accepted")
        if self.seconds > SECONDS:
            found.append(f"took {self.seconds:.1f} s")
        if self.growth > GROWTH:
            found.append(f"took {self.growth >> 20} MiB")
        return found


def watched(
    calls: Mapping[str, Callable[[], object]], allowed: tuple[str, ...] = ()
) -> dict[str, Outcome]:
    """Calls functions one after the other in a process of their own, which ends with them.

    Args:
        calls: take nothing.
        allowed: how paths begin that they may open, beside Python's and Tahr's own.
    """
    reader, writer = os.pipe()
    gc.freeze()  # else the child's collector writes to all pages of its parent
    child = os.fork()
    if not child:
        os.close(reader)
        with os.fdopen(writer, "w") as pipe:
            for outcome in _all(calls, allowed):
                pipe.write(json.dumps(asdict(outcome)) + "\n")
                pipe.flush()
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        said = [Outcome(**json.loads(line)) for line in pipe]
    _, status = os.waitpid(child, 0)
    said += [Outcome("Crash", f"the process ended with {status}")] * (len(calls) - len(said))
    return dict(zip(calls, said, strict=True))


def _all(calls: Mapping[str, Callable[[], object]], allowed: tuple[str, ...]) -> Iterator[Outcome]:
    seen: list[str] = []
    _listen(seen, allowed)
    for call in calls.values():
        yield _one(call, seen)


def _one(call: Callable[[], object], seen: list[str]) -> Outcome:
    from tahr.core.errors import TahrError

    outcome = Outcome()
    _limit()
    before, began = _resident("VmRSS"), time.process_time()
    seen.clear()
    try:
        call()
        seen.append(END)
    except BaseException as error:
        seen.append(END)
        outcome.error, outcome.typed = type(error).__name__, isinstance(error, TahrError)
        outcome.text = str(error) if outcome.typed else traceback.format_exc()[-1500:]
    outcome.seconds = time.process_time() - began
    outcome.growth = max(0, _resident("VmHWM") - before)
    outcome.events = list(dict.fromkeys(seen[: seen.index(END)]))[:10]
    outcome.text = outcome.text[:1500].encode("utf-8", "replace").decode()
    return outcome


END = "the end"
"""What is noted where a call has ended, before its error is shown."""


def _limit() -> None:
    """Sets the peak of memory to what is there now, and bounds addresses and time."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    room = _resident("VmSize") + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (room, resource.RLIM_INFINITY))
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + 4, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(30)


def _resident(name: str) -> int:
    text = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in text.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) << 10


def _listen(seen: list[str], allowed: tuple[str, ...]) -> None:
    good = (*OWN_FILES, *allowed)

    def hear(event: str, args: tuple[object, ...]) -> None:
        if event == "open":
            path = args[0]
            shown = os.fsdecode(path) if isinstance(path, str | bytes) else ""
            if shown and not shown.startswith(good):
                seen.append(f"open {shown}")
        elif event == "import":
            name = str(args[0])
            if name.partition(".")[0] in FRAMEWORKS:
                seen.append(f"import {name}")
        elif event.startswith(WATCHED) and not _is_own(event) and not _is_at(args, allowed):
            seen.append(f"{event} {str(args)[:200]}")

    sys.addaudithook(hear)


def _is_at(args: tuple[object, ...], allowed: tuple[str, ...]) -> bool:
    """Returns whether all the paths among the arguments of an event may be used."""
    paths = [os.fsdecode(arg) for arg in args if isinstance(arg, str | bytes | os.PathLike)]
    within = isinstance(args[-1], int) and args[-1] >= 0  # in an open folder, which was watched
    return bool(paths) and (within or all(path.startswith(allowed) for path in paths))


FRAMEWORKS = ("torch", "tensorflow", "jax", "pytensor", "flax", "os_harm", "antigravity", "this")


MAKERS = ("/dataclasses.py", "/collections/__init__.py", "/typing.py")
"""Modules of Python's that compile what stands in the source of other modules."""


def _is_own(event: str) -> bool:
    """Returns whether Python's own import of a module, or of a dataclass, causes the event."""
    if event not in ("exec", "compile", "marshal.loads", "code.__new__"):
        return False
    frame = sys._getframe(2)
    while frame is not None:
        name = frame.f_code.co_filename
        if "importlib" in name or name.endswith(MAKERS):
            return True
        frame = frame.f_back
    return False
