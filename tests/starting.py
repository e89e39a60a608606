"""A command as it is typed → its exit code and what it printed, without the second a start takes.

One process has imported what commands need; each command is a fork of it, with its own arguments,
folder, environment and streams: as real as one that a shell starts. As a program, this is what a
shell starts: `python starting.py MODULE ARGUMENT…` hands its streams over and ends as the command.
"""

import atexit
import importlib
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp
from types import ModuleType
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
_PLACE = "TEST_COMMANDS"  # in the environment: where the process listens
_MOST = 1 << 20  # bytes of a request: an environment, mostly
_NEEDED = (
    *("pipeline.cli.render_episode", "pipeline.cli.publish_feed", "pipeline.cli.check_feed"),
    *("pipeline.cli.making", "pipeline.cli.planning", "pipeline.cli.sending", "pipeline.archive"),
    *("pipeline.cli.judging", "pipeline.cli.speaking", "pipeline.cli.reviewing"),
    *("pipeline.engines.espeak", "pipeline.sound", "pipeline.encoding.mp3"),
    *("pipeline.formats.art", "pipeline.formats.cards", "pipeline.reading.web.html"),
    *("pipeline.fetching", "fsspec.implementations.local", "nh3", "pydub"),
)


def run(
    command: str, *arguments: str, cwd: Path, stdin: str = "", **more: str
) -> "subprocess.CompletedProcess[str]":
    """Type `render-episode` or another of ours; `more` is of the environment."""
    module = f"pipeline.cli.{command.replace('-', '_')}"
    job = {"module": module, "arguments": arguments, "cwd": str(cwd), "environment": given(**more)}
    with TemporaryFile() as typed, TemporaryFile() as out, TemporaryFile() as wrong:
        typed.write(stdin.encode())
        typed.seek(0)
        code = _asked(_listener(), job, [each.fileno() for each in (typed, out, wrong)])
        told = [_read(each) for each in (out, wrong)]
    return subprocess.CompletedProcess([command, *arguments], code, *told)


def given(**more: str) -> dict[str, str]:
    """The environment in which the commands are these."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def place() -> dict[str, str]:
    """What a shell's environment needs besides, to start commands by this file."""
    return {_PLACE: _listener()}


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@cache
def _listener() -> str:
    """Start the process; it ends when we do."""
    folder = mkdtemp(prefix="commands-")
    where = str(Path(folder) / "s")
    process = subprocess.Popen(
        [sys.executable, __file__, "--listen", where],
        env=given(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.read(1) == b"."
    atexit.register(_end, process, folder)
    return where


def _end(process: "subprocess.Popen[bytes]", folder: str) -> None:
    process.communicate()
    shutil.rmtree(folder)


def _asked(where: str, job: dict[str, Any], streams: list[int]) -> int:
    """Ask for a command, and wait for its exit code."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(where)
        request = json.dumps(job).encode()
        socket.send_fds(line, [len(request).to_bytes(4, "big")], streams)
        line.sendall(request)
        return int(line.recv(16))


def _listen(where: str) -> None:
    """Serve until whoever started this has gone."""
    from learnt import lay_beneath  # noqa: PLC0415 - who only asks is soon done

    for name in _NEEDED:
        importlib.import_module(name)
    with lay_beneath(), socket.socket(socket.AF_UNIX) as server:
        server.bind(where)
        server.listen()
        os.write(1, b".")
        while 0 not in select.select([server.fileno(), 0], [], [])[0]:
            line, _ = server.accept()
            if not os.fork():
                server.close()
                _answer(line)
            line.close()
            with suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _answer(line: socket.socket) -> None:
    """Run what is asked for in a process of its own, and tell its end."""
    size, streams, _, _ = socket.recv_fds(line, 4, 3)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += line.recv(_MOST)
    if pid := os.fork():
        line.sendall(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())
        os._exit(0)
    line.close()
    code = 1
    try:
        _turn_into(json.loads(request), streams)
        code = _called(json.loads(request)["module"])
    except BaseException:  # noqa: BLE001 - what a process does at its end, done by hand
        traceback.print_exc()
    finally:
        for each in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                each.flush()
        os._exit(code)


def _turn_into(job: dict[str, Any], streams: list[int]) -> None:
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["environment"])
    sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace")
    sys.argv = [job["module"].rpartition(".")[2].replace("_", "-"), *job["arguments"]]
    sys.modules["__main__"] = ModuleType("__main__")  # its workers need nothing of ours


def _called(module: str) -> int:
    try:
        importlib.import_module(module).main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def main() -> int:
    """Be the process, or one who asks it."""
    first, *rest = sys.argv[1:]
    if first == "--listen":
        _listen(rest[0])
        return 0
    environment = {name: value for name, value in os.environ.items() if name != _PLACE}
    job = {"module": first, "arguments": rest, "cwd": str(Path.cwd()), "environment": environment}
    return _asked(os.environ[_PLACE], job, [0, 1, 2])


if __name__ == "__main__":
    sys.exit(main())
