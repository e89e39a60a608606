"""Covers: --fetch-voice from a catalogue on the loopback, with its faults, and what cards mean."""

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest
from small_kokoro import keep_kokoro
from small_voices import config, network

from pipeline.cli import voicing
from pipeline.cli.asking import Asked
from pipeline.cli.casting import cast_as_asked
from pipeline.cli.ending import _outcome
from pipeline.cli.render_episode import main_command
from pipeline.cli.reporting import Report
from pipeline.engines import downloading, kokoro_offer, piper_voices
from pipeline.engines.piper_licences import Kind, licence
from pipeline.errors import EngineError, UsageError
from pipeline.model import NARRATOR, Show, Voice
from pipeline.values import replace

NAME = "en_US-reader-high"
PLACE = "/copy/en/en_US/reader/high/"
MODEL = network() + bytes([0x52, 0xFF, 0xFF, 0x3F]) + bytes(0xFFFFF)  # padded to a real file's way
CONFIG = json.dumps(config()).encode()
CARD = """# Model card for reader (high)

* Language: en_US (English, United States)
* Samplerate: 22,050Hz

## Dataset

* URL: https://recordings.example/
* License: public domain

## Training

Trained from scratch.
"""


@dataclass
class Catalogue:
    """What the server has, what it was asked, and the faults it will have, by the path's end."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, range
    address: str = ""

    def add(self, name: str, contents: dict[str, bytes]) -> None:
        listed = json.loads(self.files.get("/copy/voices.json", b"{}"))
        told = {
            (PLACE + file).removeprefix("/copy/"): {
                "size_bytes": len(data),
                "md5_digest": hashlib.md5(data).hexdigest(),
            }
            for file, data in contents.items()
        }
        listed[name] = {"key": name, "files": told}
        self.files |= {PLACE + file: data for file, data in contents.items()}
        self.files["/copy/voices.json"] = json.dumps(listed).encode()


class Handler(BaseHTTPRequestHandler):
    facts: Catalogue

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.facts.asked.append((self.path, wanted))
        data = self.facts.files.get(self.path)
        fault = next((how for end, how in self.facts.faults.items() if self.path.endswith(end)), "")
        if data is None or fault == "404":
            self.send_error(404)
            return
        start = int(wanted[6:-1]) if wanted and fault != "whole" else 0
        self.send_response(206 if start else 200)
        if fault == "changed":
            data = data[:-1] + b"?"
        if fault == "longer":
            data += b"more"
        body = data[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if fault == "cut" else body)

    def log_message(self, format: str, *_: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalogue]:
    facts = Catalogue()
    facts.add(
        NAME, {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": CONFIG, "MODEL_CARD": CARD.encode()}
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"facts": facts}))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    facts.address = f"http://127.0.0.1:{server.server_port}/copy"
    monkeypatch.setenv("RENDER_EPISODE_VOICE_CATALOGUE", facts.address + "/")
    yield facts
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where voices go; nothing is there yet."""
    for name in ("RENDER_EPISODE_VOICES", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "render-episode" / "voices"


@pytest.fixture
def typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Type render-episode with arguments: exit code, stdout, stderr."""

    def type_it(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["render-episode", *arguments])
        code = _outcome(main_command, "render-episode")
        return (code, *capsys.readouterr())

    return type_it


Typed = Callable[..., tuple[int, str, str]]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


# --- Getting a voice -------------------------------------------------------------------------


def test_a_voice_comes_whole_with_its_licence(
    catalogue: Catalogue, folder: Path, typed: Typed
) -> None:
    code, out, told = typed("--fetch-voice", f"piper:{NAME}")
    assert (code, told) == (0, "")
    assert "Licence: public domain (recordings: https://recordings.example/), free to" in out
    assert f"--voice narrator=piper:{NAME}" in out
    assert names(folder) == [f"{NAME}.license.json", f"{NAME}.onnx", f"{NAME}.onnx.json"]
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    record = json.loads((folder / f"{NAME}.license.json").read_text())
    assert record["licence"] == "public domain"
    assert record["card"] == CARD
    assert record["source"] == f"{catalogue.address}{PLACE.removeprefix('/copy')}{NAME}.onnx"
    catalogue.asked.clear()
    assert "is here already" in typed("--fetch-voice", NAME)[1]
    assert catalogue.asked == []


def test_a_fetched_voice_speaks(catalogue: Catalogue, folder: Path, typed: Typed) -> None:
    pytest.importorskip("piper", reason="piper-tts is not installed")
    _, out, _ = typed("--list-engines", "--json")
    piper = json.loads(out)["engines"][-1]
    assert piper == {"name": "piper", "available": False, "needs": piper["needs"]}
    assert "--fetch-voice" in piper["needs"]
    assert typed("--fetch-voice", NAME)[0] == 0
    assert typed("--list-voices", "--engine", "piper")[1] == f"piper:{NAME}\n"
    spoken = typed("--say", "Hello there.", "-o", "hello.wav", "--voice", f"narrator=piper:{NAME}")
    assert spoken[0] == 0
    assert Path("hello.wav").stat().st_size > 20_000
    assert catalogue.faults == {}
    assert str(folder) in str(piper_voices.find(NAME).model)


def test_the_record_spares_reading_the_model(
    catalogue: Catalogue, folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed("--fetch-voice", NAME)
    files = piper_voices.find(NAME)
    asked: list[Path] = []
    real = piper_voices._sha256

    def counting(path: Path, size: int, changed: int) -> str:
        asked.append(path)
        return real(path, size, changed)

    monkeypatch.setattr(piper_voices, "_sha256", counting)
    first = piper_voices.digest(files)
    assert asked == [files.config]
    assert hashlib.sha256(MODEL).hexdigest() in first
    files.model.write_bytes(MODEL[:-1] + b"!")
    assert piper_voices.digest(files) != first
    assert catalogue.address
    assert folder.is_dir()


def test_json_is_one_document(catalogue: Catalogue, folder: Path, typed: Typed) -> None:
    code, out, told = typed("--fetch-voice", NAME, "--json")
    document = json.loads(out)
    assert code == 0
    assert "Licence" in told
    assert document["voice"] == f"piper:{NAME}"
    assert (document["licence"], document["kind"]) == ("public domain", "free")
    assert document["file"] == str(folder / f"{NAME}.onnx")
    assert catalogue.asked


def test_a_bar_on_a_terminal(
    catalogue: Catalogue, folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Report, "live", property(lambda _: True))
    monkeypatch.setattr(voicing, "_REST", 0.0)
    _, _, told = typed("--fetch-voice", NAME)
    assert f"{NAME} ####" in told
    assert told.endswith("\r\x1b[K")
    assert catalogue.asked
    assert names(folder)


def test_kokoro_comes_with_all_its_voices(
    catalogue: Catalogue, folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("kokoro_onnx", reason="kokoro-onnx is not installed")
    made = keep_kokoro(folder.parent / "made")
    pinned = []
    for name in ("voices-v1.0.bin", "kokoro-v1.0.onnx"):
        data = (made.parent / name).read_bytes()
        catalogue.files[f"/copy/{name}"] = data
        pinned.append((name, len(data), hashlib.sha256(data).hexdigest()))
    monkeypatch.setattr(kokoro_offer, "_FILES", tuple(pinned))
    monkeypatch.setenv("RENDER_EPISODE_KOKORO", catalogue.address)
    catalogue.faults = {".onnx": "changed"}
    code, _, failure = typed("--fetch-voice", "kokoro")
    assert code == 4
    assert "not what was promised (SHA256" in failure
    assert names(folder) == ["voices-v1.0.bin.part"]
    catalogue.faults = {}
    code, out, told = typed("--fetch-voice", "kokoro:am_puck")
    assert (code, told) == (0, "")
    assert "Licence: Apache License 2.0" in out
    assert "free to publish with" in out
    assert "--voice narrator=kokoro:am_puck" in out
    assert names(folder) == ["kokoro-v1.0.onnx", "kokoro.license.json", "voices-v1.0.bin"]
    assert "is here already" in typed("--fetch-voice", "kokoro")[1]
    assert "kokoro:bm_george\n" in typed("--list-voices", "--engine", "kokoro")[1]
    spoken = typed("--say", "Hello.", "-o", "hello.wav", "--voice", "narrator=kokoro:am_puck")
    assert spoken[0] == 0
    Path("talk.md").write_text("# A Talk\n\nThis is a talk. It is short.\n")
    code, out, _ = typed("talk.md", "--voice", "narrator=kokoro:am_puck", "--workers=1", "--json")
    assert code == 0
    assert json.loads(out)["licences"] == {"kokoro:am_puck": "Apache License 2.0"}


# --- What goes wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "left", "told"),
    [
        ({".onnx": "changed"}, [f"{NAME}.onnx.json.part"], "not what was promised (MD5"),
        ({".onnx": "longer"}, [f"{NAME}.onnx.json.part"], "sent more than the"),
        ({".onnx": "404"}, [f"{NAME}.onnx.json.part"], "can't be had (HTTP 404)"),
        ({".onnx.json": "changed"}, [], "not what was promised (MD5"),
        ({"MODEL_CARD": "404"}, [], "MODEL_CARD can't be had (HTTP 404)"),
        ({"voices.json": "404"}, [], "voices.json can't be had (HTTP 404)"),
    ],
)
def test_a_fault_leaves_no_voice(  # noqa: PLR0913, PLR0917
    fault: dict[str, str],
    left: list[str],
    told: str,
    catalogue: Catalogue,
    folder: Path,
    typed: Typed,
) -> None:
    catalogue.faults = fault
    code, _, failure = typed("--fetch-voice", NAME)
    assert code == 4
    assert told in failure
    assert failure.count("\n") == 1
    assert names(folder) == left
    assert not piper_voices.installed()
    catalogue.faults = {}
    assert typed("--fetch-voice", NAME)[0] == 0
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL


@pytest.mark.parametrize("server", ["resumes", "whole"])
def test_a_cut_connection_is_gone_on_from(
    server: str, catalogue: Catalogue, folder: Path, typed: Typed
) -> None:
    catalogue.faults = {f"{NAME}.onnx": "cut"}
    code, _, failure = typed("--fetch-voice", NAME)
    assert code == 4
    assert "was cut: type the same again" in failure
    part = folder / f"{NAME}.onnx.part"
    have = part.stat().st_size
    assert 0 < have < len(MODEL)
    catalogue.faults = {f"{NAME}.onnx": server}
    assert typed("--fetch-voice", NAME)[0] == 0
    assert catalogue.asked[-1] == (f"{PLACE}{NAME}.onnx", f"bytes={have}-")
    assert (folder / f"{NAME}.onnx").read_bytes() == MODEL
    assert not part.exists()


def test_offline_is_one_line(folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RENDER_EPISODE_VOICE_CATALOGUE", "http://127.0.0.1:9/nobody")
    code, out, failure = typed("--fetch-voice", NAME)
    assert (code, out) == (4, "")
    assert failure.startswith("127.0.0.1:9 can't be reached")
    assert failure.count("\n") == 1
    assert names(folder) == []


def test_an_unknown_voice_names_its_neighbours(
    catalogue: Catalogue, folder: Path, typed: Typed
) -> None:
    code, _, failure = typed("--fetch-voice", "en_US-readr-high")
    assert code == 4
    assert f'no voice "en_US-readr-high": did you mean {NAME}?' in failure
    assert '"../../passwd"' in typed("--fetch-voice", "../../passwd")[2]
    assert names(folder) == []
    assert catalogue.asked


@pytest.mark.parametrize(
    "listed",
    [
        b"<html>sign in</html>",
        json.dumps({NAME: {}}).encode(),
        json.dumps({NAME: {"files": {f"a/{NAME}.onnx": {"size_bytes": 5}}}}).encode(),
        json.dumps({NAME: {"files": [1]}}).encode(),
    ],
)
def test_what_is_no_catalogue_is_one_line(
    listed: bytes, catalogue: Catalogue, folder: Path, typed: Typed
) -> None:
    catalogue.files["/copy/voices.json"] = listed
    code, _, failure = typed("--fetch-voice", NAME)
    assert code == 4
    assert failure.count("\n") == 1
    assert names(folder) == []


def test_a_file_too_large_for_a_model_is_not_begun(
    catalogue: Catalogue, folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = json.loads(catalogue.files["/copy/voices.json"])
    listed[NAME]["files"][f"{PLACE[6:]}{NAME}.onnx"]["size_bytes"] = 10**12
    catalogue.files["/copy/voices.json"] = json.dumps(listed).encode()
    assert "does not tell the files" in typed("--fetch-voice", NAME)[2]
    monkeypatch.setattr("pipeline.engines.piper_catalogue._MOST_LISTED", 100)
    assert "more than 100 bytes" in typed("--fetch-voice", NAME)[2]
    assert names(folder) == []


def test_a_full_or_closed_disk_is_the_places_fault(
    catalogue: Catalogue, folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    code, _, failure = typed("--fetch-voice", NAME)
    assert code == 6
    assert "make room" in failure
    monkeypatch.undo()
    monkeypatch.setenv("RENDER_EPISODE_VOICE_CATALOGUE", catalogue.address)
    monkeypatch.setenv("RENDER_EPISODE_VOICES", str(folder.parent / "a file" / "below"))
    (folder.parent / "a file").touch()
    monkeypatch.setattr(sys, "argv", ["render-episode", "--fetch-voice", NAME])
    assert _outcome(main_command, "render-episode") == 6


def test_no_way_from_encryption_to_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Response:
        url, ok, status_code = "http://elsewhere.example/", True, 200

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing to close."""

    monkeypatch.setattr("requests.get", lambda *_, **__: Response())
    with pytest.raises(EngineError, match="without encryption"):
        downloading.read("https://voices.example/voices.json", 100)


# --- Licences --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("* License: public domain", Kind.FREE),
        ("* License: CC0", Kind.FREE),
        ("* License: CC BY 4.0", Kind.FREE),
        ("* License: https://creativecommons.org/licenses/by-sa/4.0/", Kind.FREE),
        ("* License: Apache 2.0", Kind.FREE),
        ("**License:** MIT", Kind.FREE),
        ("* License: CC BY-NC-SA 4.0", Kind.NOT_COMMERCIAL),
        ("* License: CC-BY-NC", Kind.NOT_COMMERCIAL),
        ("* License: https://www.cstr.ed.ac.uk/projects/blizzard/2013/license.html",
         Kind.NOT_COMMERCIAL),
        ("* License: for research only", Kind.NOT_COMMERCIAL),
        ("* License: CC BY-ND 4.0", Kind.UNKNOWN),
        ("* License: See URL", Kind.UNKNOWN),
        ("* Licence: public domain\n* License: CC BY-NC 4.0", Kind.NOT_COMMERCIAL),
        ("* License: CC0\n\nFinetuned from U.S. English lessac voice.", Kind.NOT_COMMERCIAL),
        ("* License: CC0\n\nFine-tuned from another voice.", Kind.UNKNOWN),
        ("nothing of the kind", Kind.UNKNOWN),
        ("", Kind.UNKNOWN),
    ],
)  # fmt: skip
def test_what_a_card_allows(line: str, kind: Kind) -> None:
    assert licence(f"# Model card\n\n{line}\n").kind == kind


def test_what_is_not_free_is_said_plainly(catalogue: Catalogue, folder: Path, typed: Typed) -> None:
    for name, line, told in (
        ("en_US-closed-low", "* License: CC BY-NC 4.0", "CC BY-NC 4.0, NOT for commercial use."),
        ("en_US-vague-low", "nothing", "none named, whether you may publish with it, find out"),
        (
            "en_US-child-low",
            "* License: CC0\n\nFinetuned from lessac (medium).",
            "NOT for commercial use. Its card says: “Finetuned from lessac (medium)”.",
        ),
    ):
        contents = {f"{name}.onnx": b"x", f"{name}.onnx.json": b"{}", "MODEL_CARD": line.encode()}
        catalogue.add(name, contents)
        assert told in typed("--fetch-voice", name)[1]
        assert f"{name}.onnx" in names(folder)


# --- The line after a render -----------------------------------------------------------------


def test_a_better_voice_is_offered_to_those_who_have_none(
    catalogue: Catalogue, folder: Path, typed: Typed
) -> None:
    show = Show(title="Talks", guid="")
    wanted = f"--fetch-voice {piper_voices.RECOMMENDED}"
    assert voicing.better_voice(show).endswith(f"render-episode {wanted}")
    gtts: Any = {"narrator": Voice(engine="gtts", name="en")}
    assert voicing.better_voice(Show(title="Talks", guid="", cast=gtts)) == ""
    assert voicing.better_voice(Show(title="Reden", guid="", language="de")) == ""
    typed("--fetch-voice", NAME)
    assert voicing.better_voice(show) == ""
    assert catalogue.asked
    assert names(folder)


# --- Who speaks, as typed --------------------------------------------------------------------


def test_another_narrator_announces_and_quotes_too_but_for_pull_quotes() -> None:
    def cast(**asked: Any) -> dict[str, str]:
        shown = cast_as_asked(Show(title="Talks", guid=""), Asked(**asked)).cast
        return {role: str(voice) for role, voice in shown.items()}

    assert cast() == {
        "narrator": "espeak:narrator",
        "pull_quote": "espeak:quote",
        "block_quote": "espeak:block-quote",
        "announcer": "espeak:announcer",
    }
    assert cast(voices=("narrator=gtts:en",)) == {
        "narrator": "gtts:en",
        "pull_quote": "espeak:quote",
    }
    assert cast(engine="gtts") == {
        "narrator": "gtts:narrator",
        "pull_quote": "gtts:quote",
        "block_quote": "gtts:quote",
        "announcer": "gtts:narrator",
    }


def test_a_fallback_that_sends_the_text_away_is_asked_for_too() -> None:
    narrator = replace(NARRATOR, fallback=Voice(engine="http", name="tts-1/alloy"))
    show = Show(title="Talks", guid="", cast={"narrator": narrator})
    with pytest.raises(UsageError, match="engine http sends the text to a server — say --online"):
        cast_as_asked(show, Asked())
    assert cast_as_asked(show, Asked(online=True)).cast["narrator"] == narrator
