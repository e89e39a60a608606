"""Publishing to real servers: one that speaks S3, and OpenSSH. Killed at any step, a feed is whole.

`apt-get install openssh-server` brings the second; moto, of the test requirements, is the first.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from test_delivering import deliver, publish, there, whole

from pipeline.delivering import restore
from pipeline.errors import PlaceError

pytestmark = pytest.mark.slow
_SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin")

# A delivery that is killed by the system in the middle of its nth change to the host
MORTAL = """
import itertools, os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import fsspec
from pipeline.delivering import deliver
feed, url, step = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
kind, count = type(fsspec.core.url_to_fs(url)[0]), itertools.count()
def mortal(name):
    real = getattr(kind, name)
    def call(self, *args, **kwargs):
        if next(count) == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, *args, **kwargs)
    setattr(kind, name, call)
for name in ("put_file", "mv", "rm_file"):
    mortal(name)
deliver(feed, url, now=datetime.now(UTC))
"""


def _port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, "the server did not start"
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    port = _port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        _await(port, server)
        yield f"http://127.0.0.1:{port}"
        server.kill()


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """A port of OpenSSH's server, and a home whose keys and known hosts open it."""
    if _SSHD is None:
        pytest.skip("no sshd here: apt-get install openssh-server")
    home = tmp_path_factory.mktemp("home")
    keys = home / ".ssh"
    keys.mkdir(mode=0o700)
    for name in ("id_ed25519", "host"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys / name], check=True
        )
    shutil.copy(keys / "id_ed25519.pub", keys / "authorized_keys")
    port = _port()
    host = (keys / "host.pub").read_text().split()[:2]
    (keys / "known_hosts").write_text(f"[127.0.0.1]:{port} {' '.join(host)}\n")
    settings = {
        "HostKey": keys / "host",
        "AuthorizedKeysFile": keys / "authorized_keys",
        "PidFile": "none",
        "StrictModes": "no",
        "UsePAM": "no",
        "PermitRootLogin": "yes",
        "Subsystem": "sftp internal-sftp",
        "ListenAddress": f"127.0.0.1:{port}",
    }
    (home / "sshd_config").write_text(
        "".join(f"{key} {value}\n" for key, value in settings.items())
    )
    Path("/run/sshd").mkdir(exist_ok=True)  # where it shuts itself in; there only at a real start
    with subprocess.Popen([_SSHD, "-D", "-e", "-f", home / "sshd_config"]) as server:
        _await(port, server)
        yield port, home
        server.kill()


@pytest.fixture(params=["s3", "sftp"])
def host(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    if request.param == "s3":
        endpoint = request.getfixturevalue("s3")
        for name, value in {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        bucket = f"pod-{tmp_path.name[-20:].replace('_', '-').lower()}"
        fsspec.filesystem("s3", skip_instance_cache=True).mkdir(bucket)
        yield f"s3://{bucket}/talks"
    else:
        port, home = request.getfixturevalue("ssh")
        monkeypatch.setenv("HOME", str(home))
        yield f"sftp://{os.environ.get('USER', 'root')}@127.0.0.1:{port}{tmp_path}/host"
    fsspec.config.conf.clear()


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    publish(tmp_path / "feed", "lectores")
    publish(tmp_path / "feed", "second")
    return tmp_path / "feed"


def test_all_arrives_once_and_comes_back(feed: Path, host: str, tmp_path: Path) -> None:
    first = deliver(feed, host)
    assert whole(host)
    assert deliver(feed, host).sent == ()
    assert restore(host, tmp_path / "new") == 2
    assert all((tmp_path / "new" / n).read_bytes() == (feed / n).read_bytes() for n in first.sent)


@pytest.mark.parametrize("step", [0, 3, 6, 9, 11, 13, 15])
def test_killed_at_any_step_the_feed_there_is_whole(feed: Path, host: str, step: int) -> None:
    deliver(feed, host)
    publish(feed, "lectores", tail=b"\n")
    publish(feed, "third")
    publish(feed, "second", "withdrawn")
    run = [sys.executable, "-c", MORTAL, str(feed), host, str(step)]
    assert subprocess.run(run, check=False).returncode == -9
    assert whole(host)
    deliver(feed, host)
    assert whole(host)
    assert there(host)["feed.xml"] == (feed / "feed.xml").read_bytes()
    assert not any(name.startswith("second/s") for name in there(host))


def test_a_host_serves_what_it_was_told(feed: Path, s3: str, host: str) -> None:
    if not host.startswith("s3://"):
        return
    deliver(feed, host)
    files: Any = fsspec.filesystem("s3", endpoint_url=s3)
    served = {
        name: files.call_s3("head_object", Bucket=host.split("/")[2], Key=f"talks/{name}")
        for name in there(host)
    }
    types = {name: answer["ContentType"] for name, answer in served.items()}
    assert types["feed.xml"] == "application/rss+xml; charset=utf-8"
    assert {kind for name, kind in types.items() if name.endswith(".mp3")} == {"audio/mpeg"}
    assert served["feed.xml"]["CacheControl"] == "no-cache"
    sound = next(name for name in served if name.endswith(".mp3"))
    assert "immutable" in served[sound]["CacheControl"]


def test_a_stranger_at_a_known_address_is_refused(
    feed: Path, ssh: tuple[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, home = ssh
    other = tmp_path / "home"
    shutil.copytree(home, other)
    (other / ".ssh" / "known_hosts").write_text("")
    monkeypatch.setenv("HOME", str(other))
    with pytest.raises(PlaceError, match=f"connect once with ssh 127.0.0.1 -p {port}"):
        deliver(feed, f"sftp://root@127.0.0.1:{port}{tmp_path}/host")
    assert not (tmp_path / "host").exists()
