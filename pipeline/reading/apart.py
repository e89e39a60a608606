"""A parser's name and a file in, the Article out that the parser made in a process of its own.

Promise: whatever the file does to the parser (loops, eats memory, crashes), the caller gets an
Article or one clear SourceError, within the limits; Ctrl-C ends the child too. Only plain data
comes back, never code.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from errno import ENOMEM
from fcntl import F_DUPFD_CLOEXEC, fcntl
from pathlib import Path
from typing import Any

from pipeline import bounds, errors, garbage
from pipeline.errors import RenderError, SourceError
from pipeline.model import Article
from pipeline.processes import copying
from pipeline.reading.carrying import packed, unpacked
from pipeline.values import asdict, value

_BOOT = (
    "import json,sys;"
    "job=json.loads(sys.argv[1]);"
    "sys.path[:]=job['path'];"
    "from pipeline.reading.apart import child;"
    "child(job)"
)
_CRASHES = frozenset({signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGABRT})
_MEGABYTE = 1_000_000
_LAST = 5.0  # seconds that a reader has for its end, when it has told all


@value
class Limits:
    """What a parser may use: seconds on the clock and of work, bytes of memory, and of the file."""

    seconds: int = 60
    memory: int = 1_500 * _MEGABYTE
    size: int = 200 * _MEGABYTE

    @property
    def raised(self) -> "Limits":
        """As much as the user allows."""
        seconds, memory, size = map(bounds.raised, (self.seconds, self.memory, self.size))
        return Limits(seconds=seconds, memory=memory, size=size)


def run(function: str, file: Path, limits: Limits = Limits()) -> Article:  # noqa: B008  a value
    """Call `function` ("package.module:name") with `file` in a process of its own.

    The function takes a Path and gives an Article.

    Raises:
        SourceError: the file is missing, too large, or broke the parser or a limit.
        RenderError: whatever known error the parser raised, with its text.
    """
    return begin(function, file, limits).article()


def begin(function: str, file: Path, limits: Limits = Limits()) -> "Begun":  # noqa: B008  a value
    """The same, to be waited for later. Raises SourceError for a file that can't be opened."""
    limits = limits.raised
    _check(file, limits)
    job = _Job(function=function, file=str(file), seconds=limits.seconds, memory=limits.memory)
    with ExitStack() as failed:
        answers, low = os.pipe()
        failed.callback(os.close, answers)
        with _closing(low):
            theirs = fcntl(low, F_DUPFD_CLOEXEC, 3)  # standard streams have the numbers below
        with _closing(theirs):
            process = _copied(job, theirs) if copying.can_be_copied() else _started(job, theirs)
        failed.pop_all()
    return Begun(process=process, answers=answers, file=file, limits=limits)


@contextmanager
def _closing(number: int) -> Iterator[None]:
    try:
        yield
    finally:
        os.close(number)


@value
class Begun:
    """A process that has begun to read a file, and the pipe it answers through.

    Whoever began it takes its article, or ends it.
    """

    process: int
    answers: int
    file: Path
    limits: Limits

    def article(self) -> Article:
        """What it answers; once. Raises as `run` does."""
        try:
            told = copying.told(self.answers, self.limits.seconds)
        except BaseException as error:
            self.end()
            if isinstance(error, TimeoutError):
                raise _slow(self.file, self.limits) from error
            raise
        return _answer(told, self.end(_LAST), self.file, self.limits)

    def end(self, patience: float = 0.0) -> int:
        """End it, if it has not after so many seconds; its exit code, as `copying.ended` tells."""
        os.close(self.answers)
        return copying.ended(self.process, patience)


@value
class _Job:
    """What a process is asked to do."""

    function: str
    file: str
    seconds: int
    memory: int


def _copied(job: _Job, answers: int) -> int:
    """Do a job in a copy of this process; its number."""
    return copying.copied(lambda: _beside_us(job), answers)


def _beside_us(job: _Job) -> None:
    """What the copy does: what a parser prints is nobody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    child(asdict(job) | {"memory": job.memory + _held()})


def _held() -> int:
    """Bytes of the address space that this process has by now."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _started(job: _Job, answers: int) -> int:
    """Do a job in a process that is started for it; its number."""
    told = json.dumps(asdict(job) | {"path": sys.path})
    command = [sys.executable, "-S", "-E", "-s", "-c", _BOOT, told]
    actions = (
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, answers, 1),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    )
    return os.posix_spawn(sys.executable, command, _environment(), file_actions=actions)


def _environment() -> dict[str, str]:
    """A copy, also while somebody who starts workers beside us sets variables for them."""
    while True:
        with suppress(KeyError, RuntimeError):  # one went, or came, between two looks
            return dict(os.environ)


def _check(file: Path, limits: Limits) -> None:
    if file.is_dir():
        raise SourceError(f"{file}: a folder, not an article; name the file in it")
    try:
        with file.open("rb"):
            size = file.stat().st_size
    except FileNotFoundError as error:
        raise SourceError(f"{file}: no such file; check the name") from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise SourceError(f"{file}: can't be read ({reason}); check its permissions") from error
    if not size:
        raise SourceError(f"{file}: nothing to read in it; the file is empty")
    if size > limits.size:
        raise SourceError(
            f"{file}: {size // _MEGABYTE} MB, and the limit is {limits.size // _MEGABYTE} MB;"
            f" give the text alone, or {bounds.HOW}"
        )


def _answer(told: bytes, code: int, file: Path, limits: Limits) -> Article:
    if -code in _CRASHES:
        name = signal.Signals(-code).name
        raise SourceError(f"{file}: broke its reader ({name}); the file is probably damaged")
    if code == -getattr(signal, "SIGXCPU", 0):
        raise _slow(file, limits)
    answer = _whole(told)
    if not answer and code not in {0, ENOMEM, -signal.SIGKILL}:  # 0 is no news, where none is told
        raise _ended_from_outside(code, file)
    if not answer:
        answer = {"memory": True}
    if "article" in answer:
        return unpacked(answer["article"])
    if "memory" in answer:
        megabytes = limits.memory // _MEGABYTE
        raise SourceError(
            f"{file}: needs more than {megabytes} MB of memory; split it, or {bounds.HOW}"
        )
    if "deep" in answer:
        raise SourceError(f"{file}: nested too deeply to be an article; save it again")
    known = getattr(errors, answer.get("error", ""), None)
    if isinstance(known, type) and issubclass(known, RenderError):
        raise known(answer["text"])
    bug = RuntimeError(f"{file}: its reader failed")
    bug.add_note(answer.get("trace", ""))
    raise bug


def _whole(told: bytes) -> dict[str, Any]:
    """An answer; none, if it is cut off."""
    try:
        answer: dict[str, Any] = json.loads(told)
    except ValueError:
        return {}
    return answer


def _ended_from_outside(code: int, file: Path) -> Exception:
    if code > 0:
        return RuntimeError(f"{file}: its reader ended with {code}")
    name = signal.Signals(-code).name
    return SourceError(f"{file}: its reader was ended by {name}; run the same command again")


def _slow(file: Path, limits: Limits) -> SourceError:
    return SourceError(
        f"{file}: takes more than {limits.seconds} seconds to read; split it, or {bounds.HOW}"
    )


def child(job: dict[str, object]) -> None:
    """What the process does: limit itself, parse, answer on its first standard output.

    Then it ends; with ENOMEM where it can't even say that it lacks memory.
    """
    try:
        _tell(job)
    except MemoryError:
        os._exit(ENOMEM)
    os._exit(0)  # no library's clean-up: the answer is given


def _tell(job: dict[str, object]) -> None:
    garbage.seldom()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints can't spoil the answer
    limit(float(str(job["seconds"])), int(str(job["memory"])))
    try:
        answer = _parsed(str(job["function"]), Path(str(job["file"])))
        text = json.dumps(answer)
    except MemoryError:
        text = '{"memory": true}'
    answers.write(text.encode())
    answers.flush()


def limit(seconds: float, memory: int) -> None:
    """Bound this process: address space in bytes and processor seconds, where the system can."""
    import resource  # noqa: PLC0415  not everywhere

    spent = int(seconds) + 1
    bounds = {resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (spent, spent + 1)}
    for kind, bound in {**bounds, resource.RLIMIT_CORE: (0, 0)}.items():
        try:
            resource.setrlimit(kind, bound)
        except (OSError, ValueError):  # macOS refuses some; the clock still holds
            continue


def _parsed(function: str, file: Path) -> dict[str, object]:
    from importlib import import_module  # noqa: PLC0415  the child alone needs these
    from traceback import format_exc  # noqa: PLC0415

    module, _, name = function.partition(":")
    try:
        return {"article": packed(getattr(import_module(module), name)(file))}
    except RenderError as error:
        known = next(each for each in type(error).__mro__ if each.__module__ == errors.__name__)
        return {"error": known.__name__, "text": str(error)}
    except RecursionError:
        return {"deep": True}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  told to the parent, which raises it as a bug
        return {"trace": format_exc()}
