"""The launchers on machines that are not ready, without installing anything."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("render-episode", "check-feed", "serve-feed", "publish-feed")
TOOLS = ("cat", "cksum", "dirname", "head", "mv", "readlink", "rm", "sh", "touch", "mkdir", "chmod")

FAKE = """#!/bin/sh
# A Python: what it is asked goes to a log; -m venv makes one that behaves like it.
echo "$*" >> "{log}"
case "$*" in
    *ensurepip*) exit {ensurepip} ;;
    *print*) echo {version} ;;
    *version_info*) exit {old} ;;
    *"-m venv"*)
        for venv; do :; done
        mkdir -p "$venv/bin"
        cat "$0" > "$venv/bin/python"
        chmod +x "$venv/bin/python" ;;
    *"pip install"*) exit {install} ;;
    *"-m pipeline"*) echo "ran $*" in "$PWD" ;;
esac
"""


class Machine:
    """A project's launchers, and a PATH with nothing but a shell's tools and a made-up Python."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "a project"
        self.bin = folder / "bin"
        self.log = folder / "log"
        self.elsewhere = folder / "elsewhere"
        for path in (self.bin, self.elsewhere):
            path.mkdir(parents=True)
        self.log.touch()
        shutil.copytree(ROOT / "scripts", self.root / "scripts")
        for path in (ROOT / "pyproject.toml", *ROOT.glob("requirements*.txt")):
            shutil.copy(path, self.root)
        for name in TOOLS:
            (self.bin / name).symlink_to(str(shutil.which(name)))

    def python(self, name: str = "python3.12", **says: object) -> None:
        facts = {"ensurepip": 0, "old": 0, "install": 0, "version": "3.12", **says}
        path = self.bin / name
        path.write_text(FAKE.format(log=self.log, **facts))
        path.chmod(0o755)

    def run(self, name: str, *arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
        done = subprocess.run(
            [self.root / "scripts" / name, *arguments],
            cwd=cwd or self.elsewhere,
            env={"PATH": str(self.bin)},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def asked(self) -> str:
        """What the Pythons were asked since the last time."""
        text = self.log.read_text()
        self.log.write_text("")
        return text


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_start_installs_and_the_second_does_not(name: str, machine: Machine) -> None:
    machine.python()
    module = f"pipeline.cli.{name.replace('-', '_')}"
    code, out, told = machine.run(name, "a b", "--json")
    assert (code, told) == (0, "Setting up (once, about a minute)…\n")
    assert out == f"ran -P -m {module} a b --json in {machine.elsewhere}\n"
    installs = [line for line in machine.asked().splitlines() if "pip install" in line]
    assert ["--require-hashes" in line for line in installs] == [True, True, False]
    assert all("--no-build-isolation" in line for line in installs)
    assert "--no-deps --editable" in installs[-1]
    assert machine.run(name)[2] == ""
    assert machine.asked().count("\n") == 1  # the command itself


def test_a_neural_voice_brings_what_speaks_it_along(machine: Machine) -> None:
    machine.python()
    machine.run("render-episode", "talk.md")
    assert "requirements-neural" not in machine.asked()
    for arguments in (("--fetch-voice", "en_US-ljspeech-high"), ("--fetch-voice=other", "-q")):
        code, out, _ = machine.run("render-episode", *arguments)
        assert code == 0
        assert out.startswith(f"ran -P -m pipeline.cli.render_episode {' '.join(arguments)} in")
    installs = [line for line in machine.asked().splitlines() if "requirements-neural" in line]
    assert len(installs) == 1  # the second voice finds it there
    assert "--require-hashes" in installs[0]


def test_what_speaks_neural_voices_is_the_extra_and_no_more() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extra = project["project"]["optional-dependencies"]["neural"]
    assert project["dependency-groups"]["neural"] == extra
    assert "piper-tts" not in (ROOT / "requirements.txt").read_text()


def test_a_failed_install_is_not_taken_for_a_finished_one(machine: Machine) -> None:
    machine.python(install=1)
    code, out, told = machine.run("check-feed")
    assert (code, out) == (2, "")
    assert told.splitlines()[-1].startswith("Setting up failed")
    machine.python()
    assert machine.run("check-feed")[0] == 0
    assert "-m venv --clear" in machine.asked()


def test_other_requirements_are_installed_into_the_same_environment(machine: Machine) -> None:
    machine.python()
    machine.run("check-feed")
    machine.asked()
    with (machine.root / "requirements.txt").open("a") as file:
        file.write("# more\n")
    assert machine.run("check-feed")[0] == 0
    asked = machine.asked()
    assert "pip install" in asked
    assert "-m venv" not in asked


def test_a_project_that_moved_is_set_up_anew(machine: Machine) -> None:
    machine.python()
    machine.run("check-feed")
    machine.root = machine.root.rename(machine.root.with_name("moved"))
    machine.asked()
    assert machine.run("check-feed")[0] == 0
    assert "-m venv --clear" in machine.asked()


def test_a_second_setup_waits_its_turn(machine: Machine) -> None:
    machine.python()
    machine.run("check-feed")
    marker = machine.root / ".venv" / ".setting-up"
    marker.write_text(f"{os.getpid()}\n")
    code, _, told = machine.run("check-feed")
    assert code == 2
    assert told == f"Another setup is running (process {os.getpid()}): try again when it is done.\n"


def test_no_python(machine: Machine) -> None:
    code, out, told = machine.run("render-episode")
    assert (code, out, told.count("\n")) == (2, "", 1)
    assert "apt install python3-venv" in told
    machine.python("python3", old=1)
    assert machine.run("render-episode")[0] == 2
    assert not (machine.root / ".venv").exists()


def test_a_python_that_can_not_make_environments(machine: Machine) -> None:
    machine.python(ensurepip=1)
    code, _, told = machine.run("render-episode")
    assert code == 2
    assert "apt install python3.12-venv" in told
    assert told.count("\n") == 1


def test_uv_makes_the_environment_then(machine: Machine) -> None:
    machine.python(ensurepip=1)
    uv = machine.bin / "uv"
    uv.write_text('#!/bin/sh\nfor last; do :; done\nexec python3.12 -m venv "$last"\n')
    uv.chmod(0o755)
    assert machine.run("render-episode")[0] == 0


def test_the_newest_python_that_runs_is_taken(machine: Machine) -> None:
    machine.python("python3.14", old=127)  # a shim of pyenv: there, but it runs nothing
    machine.python("python3.13", ensurepip=1)
    machine.python("python3.12")
    machine.python("python3.11", version="3.11")
    assert machine.run("check-feed")[0] == 0
    made = [line for line in machine.asked().splitlines() if "-m venv" in line]
    assert len(made) == 1


def test_without_arguments_the_nearest_show_or_the_sample(machine: Machine) -> None:
    machine.python()
    assert machine.run("render-episode")[1].endswith(f"in {machine.root}\n")
    assert machine.run("render-episode", "-q")[1].endswith(f"in {machine.elsewhere}\n")
    (machine.elsewhere / "episodes").mkdir()
    (machine.elsewhere / "episodes" / "show.toml").touch()
    inside = machine.elsewhere / "episodes" / "a talk"
    inside.mkdir()
    assert machine.run("render-episode", cwd=inside)[1].endswith(f"in {inside}\n")


def test_a_link_to_a_launcher_works(machine: Machine) -> None:
    machine.python()
    link = machine.bin / "check"
    link.symlink_to(machine.root / "scripts" / "check-feed")
    done = subprocess.run(
        [link], env={"PATH": str(machine.bin)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("ran -P -m pipeline.cli.check_feed")


def test_requirements_are_pinned_with_hashes_and_name_no_place() -> None:
    for path in ROOT.glob("requirements*.txt"):
        text = path.read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if line[:1].isalnum()]
        assert all("==" in pin and pin.endswith("\\") for pin in pins)
        assert "--hash=sha256:" in text
