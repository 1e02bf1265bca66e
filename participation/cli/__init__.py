"""The command `participation`."""

import gc
import sys

SERVERS = {"run", "serve"}


def main() -> None:
    """Hand over to the commands; a server first makes the standard library cooperate with gevent.

    Modules stay to the end of the process: looking for garbage among them takes a quarter of a start, and again with
    each full collection.
    """
    gc.disable()
    if SERVERS.intersection(sys.argv[1:2]):
        from gevent import monkey  # noqa: PLC0415 - before anything else that opens a socket is imported

        monkey.patch_all()
    from participation.cli.house import participation  # noqa: PLC0415 - after the patch

    gc.freeze()
    gc.enable()
    participation()
