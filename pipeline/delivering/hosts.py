"""SSH hosts → only those that the user's own known_hosts names. fsspec alone trusts any."""

from pathlib import Path

import paramiko

_KNOWN = Path("~/.ssh/known_hosts")


def known_hosts() -> paramiko.MissingHostKeyPolicy:
    """A policy that refuses a host whose key is not, or differently, in ~/.ssh/known_hosts."""
    return _Known()


class _Known(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]  # ships no types
    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> None:
        """Raise SSHException for a stranger."""
        del client
        file = _KNOWN.expanduser()
        known = paramiko.HostKeys(str(file) if file.is_file() else None)
        if not known.check(hostname, key):
            told = hostname.strip("[]").replace("]:", " -p ")
            raise paramiko.SSHException(f"its key is not in {_KNOWN}: connect once with ssh {told}")
