"""Several machines and one archive, as processes of their own with a store that speaks S3.

What comes out is what one process makes, whoever ends in the middle, and hardly a line is spoken
twice; what crosses a network is encrypted, or somebody is told.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import fsspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from speech_server import listening
from test_archive import SHOW, made, sounds, three
from test_clusters import HERE, process, scheduler, worker
from test_hosts import _await, _port

from pipeline import engines, narrating
from pipeline.model import DEFAULT_CAST, Chapter, Line, Role, Script, Speech, Voice, Word
from pipeline.narrating import clusters
from pipeline.narrating.distributing import cluster_map
from pipeline.store import Store
from pipeline.values import replace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Dask's own, of sockets and loops at its end
]

GUID = "0c6ff3f0-3b7c-5d8f-9d0f-6f0e6d3b9a10"
PLACES = ("harbour", "orchard", "tower", "mill", "library", "ferry")
DEEDS = ("was painted", "burned down", "stood empty", "was sold", "opened late", "lost its roof")


def write(root: Path) -> Path:
    """Six articles of some forty lines that are their own, and one that all have."""
    root.mkdir()
    for number, place in enumerate(PLACES):
        said = [
            f"In the year {1900 + 10 * number + year} the {place} {deed}, and nobody knew why."
            for year in range(6)
            for deed in DEEDS
        ]
        text = "\n\n".join(" ".join(said[at : at + 4]) for at in range(0, len(said), 4))
        (root / f"{place}.md").write_text(f"# The {place}\n\nby Ada Park\n\n{text}\n")
    (root / "show.toml").write_text(f'[show]\ntitle = "Places"\nguid = "{GUID}"\n')
    return root


NOTING = """  # when each line was in hand, as its key, from, to, and whether it was spoken anew
import os, time
from pipeline.narrating import ahead

def noting(job, make=ahead.make_take):
    begun = time.time()
    made = make(job)
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{job.key} {begun} {time.time()} {made.spoken}\\n")
    return made

ahead.make_take = noting
"""


def client(root: Path, *options: str, notes: Path | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "pipeline.cli.render_episode", ".", "--json", *options]
    there = {**os.environ, "PYTHONPATH": str(HERE)}
    if notes:
        notes.mkdir()
        (notes / "sitecustomize.py").write_text(NOTING)
        there |= {"PYTHONPATH": f"{notes}:{HERE}", "NOTES": str(notes / "notes")}
    return subprocess.Popen(
        command, cwd=root, env=there, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def told(running: "subprocess.Popen[str]") -> dict[str, Any]:
    out, wrong = running.communicate(timeout=600)
    assert running.returncode == 0, wrong
    found: dict[str, Any] = json.loads(out)
    return found


def in_hand(notes: Path) -> dict[str, tuple[float, float]]:
    """From when to when each line that was spoken anew was in hand."""
    rows = (row.split() for row in notes.read_text().splitlines())
    return {key: (float(begun), float(done)) for key, begun, done, new in rows if new == "True"}


def spoken(document: Mapping[str, Any]) -> int:
    return sum(each["work"]["spoken"] for each in document["episodes"])


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """What one process makes of the articles, and how many lines that takes."""
    root = write(tmp_path_factory.mktemp("alone") / "show")
    document = told(client(root, "--workers", "1"))
    return sounds(root / "feed"), spoken(document)


@pytest.fixture(scope="module")
def cloud() -> Iterator[str]:
    """A bucket of a server that speaks S3."""
    port = _port()
    with (
        pytest.MonkeyPatch.context() as patch,
        process("moto.server", "-H", "127.0.0.1", "-p", str(port)) as server,
    ):
        _await(port, server)
        for name, given in {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, given)
        fsspec.filesystem("s3", skip_instance_cache=True).mkdir("places")
        yield "s3://places"
        fsspec.config.conf.clear()


def test_two_machines_share_the_work_through_one_store(
    cloud: str, alone: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    cache = ("--cache", f"{cloud}/shared", "--workers", "1")
    roots = write(tmp_path / "one"), write(tmp_path / "two")
    running = [client(root, *cache, notes=tmp_path / f"notes-{root.name}") for root in roots]
    both = [told(each) for each in running]
    expected, lines = alone
    assert sounds(roots[0] / "feed") == sounds(roots[1] / "feed") == expected
    assert min(map(spoken, both)) > 0
    first, second = (in_hand(tmp_path / f"notes-{root.name}" / "notes") for root in roots)
    assert len(first.keys() | second.keys()) == lines
    for key in first.keys() & second.keys():  # spoken twice: neither could know of the other
        (begun, done), (other_begun, other_done) = first[key], second[key]
        assert begun < other_done
        assert other_begun < done
    third = told(client(write(tmp_path / "three"), *cache))
    assert spoken(third) == 0
    assert sounds(tmp_path / "three/feed") == expected


def test_a_cluster_whose_machines_share_nothing_but_the_cloud(
    cloud: str, alone: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    port, root = _port(), write(tmp_path / "show")
    options = ("--cluster", f"tcp://127.0.0.1:{port}", "--cache", f"{cloud}/cluster")
    with scheduler(port), worker(port), worker(port):
        document = told(client(root, *options, "--workers", "1"))
    assert sounds(root / "feed") == alone[0]
    assert spoken(document) == alone[1]


def test_a_client_that_is_killed_goes_on_where_it_was(
    alone: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    port, root = _port(), write(tmp_path / "show")
    options = ("--cluster", f"tcp://127.0.0.1:{port}", "--workers", "1")
    expected, lines = alone
    with scheduler(port), worker(port):
        first = client(root, *options)
        while len(list(root.glob(".cache/take/*/*"))) < lines // 3:
            assert first.poll() is None
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
        first.wait()
        kept = len(list(root.glob(".cache/take/*/*")))
        again = told(client(root, *options))
    assert kept < lines
    assert spoken(again) <= lines - kept
    assert sounds(root / "feed") == expected


def test_a_worker_and_the_scheduler_are_killed(
    alone: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    port, root = _port(), write(tmp_path / "show")
    expected, lines = alone

    def spoken_by_now(share: float) -> None:
        while len(list(root.glob(".cache/take/*/*"))) < lines * share:
            assert running.poll() is None
            time.sleep(0.05)

    with scheduler(port) as first, worker(port), worker(port) as victim:
        running = client(root, "--cluster", f"tcp://127.0.0.1:{port}", "--workers", "1")
        spoken_by_now(0.2)
        victim.kill()
        spoken_by_now(0.4)
        first.kill()
        first.wait()
        with scheduler(port), worker(port):
            document = told(running)
    assert not document["failed"]
    assert sounds(root / "feed") == expected
    assert spoken(document) <= lines


POISON = """  # an engine that takes its whole process with it
import os
from pipeline.engines.espeak import Espeak

def speak(self, words, voice, said=Espeak.speak):
    if any("cellar" in word.said for word in words):
        os._exit(9)
    return said(self, words, voice)

Espeak.speak = speak
"""


def test_an_article_that_ends_every_worker_stops_no_other(
    alone: tuple[dict[str, str], int], tmp_path: Path
) -> None:
    port, root = _port(), write(tmp_path / "show")
    (root / "cellar.md").write_text("# The rest\n\nby Ada Park\n\nNobody saw the cellar.\n")
    (tmp_path / "poison").mkdir()
    (tmp_path / "poison/sitecustomize.py").write_text(POISON)
    poisoned = f"{tmp_path / 'poison'}"
    with scheduler(port), worker(port, path=poisoned), worker(port, path=poisoned):
        running = client(root, "--cluster", f"tcp://127.0.0.1:{port}", "--workers", "1")
        out, wrong = running.communicate(timeout=600)
    document = json.loads(out)
    assert running.returncode == 4, wrong
    assert [Path(each["source"]).name for each in document["failed"]] == ["cellar.md"]
    assert "ended every worker that tried" in document["failed"][0]["message"]
    assert sounds(root / "feed") == alone[0]


# --- Who may listen --------------------------------------------------------------------------


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Dask's settings for a network of our own: a certificate, its key, and whom to believe."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    here = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(here), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    settings = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True"}
    settings["DASK_DISTRIBUTED__COMM__TLS__CA_FILE"] = str(tmp_path / "cert.pem")
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(tmp_path / "key.pem")
        settings[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(tmp_path / "cert.pem")
    for each, given in settings.items():
        monkeypatch.setenv(each, given)
    return settings


@pytest.mark.usefixtures("certificates")
def test_what_goes_over_the_network_can_be_encrypted(
    alone: tuple[dict[str, str], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, root = _port(), write(tmp_path / "show")
    address = f"tls://127.0.0.1:{port}"
    always = ("--dashboard-address", ":0", "--protocol", "tls")
    with process(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), *always
    ) as started:
        _await(port, started)
        with process("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"):
            told(client(root, "--cluster", address, "--workers", "1"))
            assert sounds(root / "feed") == alone[0]
            for role in ("KEY", "CERT"):  # whoever has no certificate gets no answer
                monkeypatch.delenv(f"DASK_DISTRIBUTED__COMM__TLS__CLIENT__{role}")
            stranger = client(write(tmp_path / "other"), "--cluster", address, "--workers", "1")
            _, wrong = stranger.communicate(timeout=120)
    assert stranger.returncode == 6
    assert "No Dask scheduler of our kind answers" in wrong


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("tcp://10.0.0.7:8786", True),
        ("tcp://scheduler.example.org:8786", True),
        ("tls://10.0.0.7:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
        ("tcp://localhost:8786", False),
    ],
)
def test_a_network_where_others_may_listen_is_told(
    address: str,
    warned: bool,  # noqa: FBT001
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), clusters.linked(address):
        assert ("is not encrypted" in caplog.text) == warned


# --- A voice that fails ----------------------------------------------------------------------


def test_a_fallback_speaks_on_the_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = Voice(engine="espeak", name="quote")
    cast = {**DEFAULT_CAST, "narrator": second}
    plain = [replace(each, show=replace(SHOW, cast=cast)) for each in three(tmp_path)]
    made(plain, tmp_path / "plain")
    first = Voice(engine="http", name="kokoro/af_heart", fallback=second)
    failing = [
        replace(each, show=replace(SHOW, cast={**cast, "narrator": first})) for each in plain
    ]
    store = Store(root=str(tmp_path / "cache"))
    with listening() as server:
        monkeypatch.setenv("RENDER_EPISODE_SPEECH_URL", server.url)
        for voice in {first, *cast.values()}:  # all are measured while all can speak
            narrating.narrate(one_line(), {"narrator": voice}, store)
        server.faults.extend(["403"] * 10_000)
        with cluster_map("local:2", store) as cluster:
            monkeypatch.setattr(type(engines.find("espeak")), "speak", never)
            done = made(failing, tmp_path, lines=cluster)
    assert [each.error for each in done.values()] == [None] * 3
    assert sounds(tmp_path / "feed") == sounds(tmp_path / "plain/feed")


def one_line() -> Script:
    words = tuple(Word(shown=word, said=word) for word in ("One", "line", "alone."))
    line = Line(words=words, role=Role.PARAGRAPH)
    return Script(chapters=(Chapter(title="", lines=(line,)),))


def never(*_: object) -> Speech:
    raise AssertionError("the client speaks")
