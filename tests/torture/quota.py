"""A quota that is used up, in any process of Linux from now on.

The system itself refuses what would take more than is left, with the error of a quota, which no
file system here need have: a long write, or another name. It is a filter of system calls
(seccomp), and what the process starts has it, too.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

_MACHINES = {  # linux/audit.h; write, pwrite64, openat, mkdirat, mkdir
    "x86_64": (0xC000003E, 1, 18, 257, 258, 83),
    "aarch64": (0xC00000B7, 64, 68, 56, 34, 34),
}
_LOAD, _SAME, _MORE, _HAS, _END = 0x20, 0x15, 0x25, 0x45, 0x06  # linux/bpf_common.h
_NUMBER, _MACHINE, _FIRST, _THIRD = 0, 4, 16, 32  # bytes into struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EDQUOT  # linux/seccomp.h
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h
_STREAMS = 2  # standard output and error are no files of a show
Step = tuple[int, int, int, int]  # code, steps to skip if so, if not, number


def works() -> bool:
    """Whether this system has such filters, and we know its calls."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def room(size: int) -> None:
    """No file takes more than so many bytes at once."""
    machine, write, at, *_ = _MACHINES[platform.machine()]
    steps = [
        (_LOAD, 0, 0, _MACHINE),
        (_SAME, 0, 8, machine),
        (_LOAD, 0, 0, _NUMBER),
        (_SAME, 1, 0, write),
        (_SAME, 0, 5, at),
        (_LOAD, 0, 0, _FIRST),
        (_MORE, 0, 3, _STREAMS),
        (_LOAD, 0, 0, _THIRD),
        (_MORE, 0, 1, size),
    ]
    _install(steps)


def names() -> None:
    """There is no room for another name."""
    machine, _, _, opening, *making = _MACHINES[platform.machine()]
    _install(
        [
            (_LOAD, 0, 0, _MACHINE),
            (_SAME, 0, 7, machine),
            (_LOAD, 0, 0, _NUMBER),
            (_SAME, 4, 0, making[0]),
            (_SAME, 3, 0, making[1]),
            (_SAME, 0, 3, opening),
            (_LOAD, 0, 0, _THIRD),
            (_HAS, 0, 1, os.O_CREAT),
        ]
    )


def _install(steps: list[Step]) -> None:
    """Filter this process's calls; the steps end at a refusal, and one further at leave."""
    steps = [*steps, (_END, 0, 0, _REFUSE), (_END, 0, 0, _ALLOW)]
    held = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in steps))
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.prctl(_SECCOMP, _FILTER, program):
        raise OSError(ctypes.get_errno(), "prctl")
