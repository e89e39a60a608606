"""A zipped document in, its members by name out.

Promise: whatever the archive claims, no more than the limits is ever unpacked; what is no archive,
damaged, locked or made to fill the memory is one clear SourceError.
"""

import zlib
from io import BytesIO
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from pipeline import bounds
from pipeline.errors import SourceError
from pipeline.values import replace, value

_MEGABYTE = 1_000_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: Word before 2007, and what a password locks
_BROKEN = (BadZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, RuntimeError)
_LOCKED = 0x1  # the flag of a member that a password locks


class DamageError(SourceError):
    """Something in an archive can't be read; perhaps it is nothing that is needed."""


@value
class Limits:
    """What an archive may hold: members, bytes of one, of all that are read, and their ratio."""

    members: int = 20_000
    member: int = 50 * _MEGABYTE
    total: int = 100 * _MEGABYTE
    ratio: int = 400  # unpacked to packed; repeated text reaches about 200
    small: int = 2 * _MEGABYTE  # below it any ratio is harmless

    @property
    def raised(self) -> "Limits":
        """As much as the user allows."""
        members, member = bounds.raised(self.members), bounds.raised(self.member)
        total, ratio = bounds.raised(self.total), bounds.raised(self.ratio)
        return replace(self, members=members, member=member, total=total, ratio=ratio)


class Archive:
    """The members of one zipped file: on disk, or its bytes and what messages call it.

    Raises: SourceError, whenever it can't be read.
    """

    def __init__(
        self,
        file: Path | bytes,
        name: str = "",
        limits: Limits = Limits(),  # noqa: B008  a value
    ) -> None:
        self.path = name or str(file)
        self.limits = limits.raised
        self.read_so_far = 0
        self._file = self._opened(file)
        self._members = {member.filename: member for member in self._file.infolist()}
        if len(self._file.infolist()) > self.limits.members:
            raise self._bomb(f"{len(self._file.infolist())} files in it")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all members."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """A member's bytes; none when there is no such member."""
        member = self._members.get(name)
        if member is None:
            return b""
        if member.flag_bits & _LOCKED:
            raise SourceError(f"{self.path}: locked with a password; save it without one")
        room = min(self.limits.member, self.limits.total - self.read_so_far)
        data = self._unpacked(member, room)
        self.read_so_far += len(data)
        if len(data) > room:
            raise self._bomb(f"{name} unpacks to more than {room // _MEGABYTE} MB")
        if len(data) > self.limits.small and len(data) > self.limits.ratio * member.compress_size:
            raise self._bomb(f"{name} unpacks to {len(data) // max(1, member.compress_size)} times")
        return data

    def damaged(self, what: str) -> DamageError:
        """The error to raise for something in it that can't be read."""
        return DamageError(f"{self.path}: damaged ({what}); open it in its program, save it again")

    def _opened(self, file: Path | bytes) -> ZipFile:
        try:
            if _start(file) == _OLD:
                raise SourceError(
                    f"{self.path}: an old Word file, or locked with a password;"
                    " save it as .docx without one"
                )
            return ZipFile(BytesIO(file) if isinstance(file, bytes) else file)
        except (BadZipFile, LargeZipFile, ValueError, NotImplementedError) as error:
            raise self.damaged("no zip archive, as its format is") from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise SourceError(f"{self.path}: can't be read ({reason})") from error

    def _unpacked(self, member: ZipInfo, room: int) -> bytes:
        try:
            with self._file.open(member) as file:
                return file.read(room + 1)
        except _BROKEN as error:
            raise self.damaged(f"{member.filename} can't be unpacked") from error

    def _bomb(self, what: str) -> SourceError:
        return SourceError(
            f"{self.path}: not an article ({what}); save the text alone, or {bounds.HOW}"
        )


def _start(file: Path | bytes) -> bytes:
    if isinstance(file, bytes):
        return file[: len(_OLD)]
    with file.open("rb") as opened:
        return opened.read(len(_OLD))
