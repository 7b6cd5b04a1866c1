"""The entry point of the command line. `tahr --version` answers before anything is imported."""

import sys

from tahr.version import __version__


def main() -> None:
    """Runs the command line.

    A program is started only after the command line has been left, so that its errors, its exit
    status and Ctrl-C behave as they do under `python`.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"tahr {__version__}\n")
        return
    if sys.argv[1:] and sys.argv[1].endswith(".py"):
        sys.stderr.write(f"tahr: to run a program, write: tahr run {sys.argv[1]}\n")
        raise SystemExit(2)
    from tahr.apps.cli.app import app
    from tahr.apps.cli.leaving import Leave
    from tahr.core.errors import TahrError

    try:
        app(prog_name="tahr")
    except TahrError as error:
        sys.stderr.write(f"tahr: {error}\n")
        raise SystemExit(2) from None
    except Leave as leave:
        go_on = leave.function
    else:
        return
    go_on()


if __name__ == "__main__":
    main()
