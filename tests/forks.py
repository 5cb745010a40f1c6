"""A process that has Python and the libraries ready, and forks for each command that it is asked to run.

The command runs as ever: in a process of its own, in its folder and its environment, which imports the program anew and
exits. Only the wait for the interpreter and the libraries is saved, which is more than half of a short run.
"""

from __future__ import annotations

import importlib
import json
import os
import socket
import sys

LIBRARIES = ("typer.main", "rich.console", "tomli", "tomli_w", "rapidfuzz.distance", "xlsxwriter", "sqlite3")
"""With what they import themselves, the better part of what takes time."""


def serve(asked: socket.socket) -> None:
    """Fork for each command that is asked for and answer with its exit code; return in the process that is to run it."""
    while True:
        _some, streams, _flags, _sender = socket.recv_fds(asked, 1, 3)
        if not streams:
            sys.exit()
        child = os.fork()
        if not child:
            asked.close()
            with open(streams[0], encoding="utf-8") as request:
                sys.argv, folder, environ = json.load(request)
            os.dup2(streams[1], 1)
            os.dup2(streams[2], 2)
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environ)
            return
        for stream in streams:
            os.close(stream)
        asked.send(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])).encode())


if __name__ == "__main__":
    for library in LIBRARIES:
        importlib.import_module(library)
    serve(socket.socket(fileno=int(sys.argv[1])))
    from engagiert_cli.__main__ import main

    try:
        main()
    except SystemExit as exit_:
        sys.stdout.flush()
        os._exit(int(exit_.code or 0))  # to take the libraries down again would cost a quarter of the run
