"""Time and memory of a render beside a plain pydub script, on the same text and the same engine.

    scripts/bench                 30 minutes and 2 hours of speech
    scripts/bench --minutes 5     another length; may be repeated
    scripts/bench --reading       how the time to understand an article grows with its words, in
                                  every format; hostile text, too. Needs requirements-test.txt

Each program runs alone, in a process of its own, on a text made for the run: no sentence occurs
twice, so that nothing is saved by speaking it once. The pydub script does what such scripts do:
speak each sentence, join the segments with silence between, normalise, export as MP3 with ffmpeg.
"""

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS_A_MINUTE = 150  # of the default voice, pauses included
LIMIT = 1800  # seconds after which a program is stopped
MIB = 1024 if sys.platform == "linux" else 1024 * 1024  # of ru_maxrss
RENDER = "import sys; from pipeline.cli.render_episode import main; sys.exit(main())"

FORMATS = {  # and the most words that the limits of its reader take, or patience in writing it
    "md": 100_000,
    "txt": 100_000,
    "html": 100_000,
    "epub": 100_000,
    "docx": 100_000,
    "odt": 100_000,
    "pdf": 20_000,
}
HOSTILE = {
    "a long word": "a" * 1_000_000,
    "a long line": "word " * 200_000,
    "brackets": "[" * 20_000,
    "quotes": ">" * 5_000 + " x",
    "pictures": "![" * 2_000 + "x" + "](y)" * 2_000,
    "blanks": "a" + " " * 1_000_000 + "b",
    "tags": "<div>" * 10_000 + "x",
}

SUBJECTS = "The harbour|A letter|The council|My neighbour|The old railway|Every winter|The mill|A choir|The library|One teacher|The river|A printer|The market|An orchard|The ferry"  # noqa: E501
VERBS = "carried|remembered|divided|welcomed|changed|followed|described|measured|repaired|opened|answered|joined|kept|crossed|painted|counted"  # noqa: E501
OBJECTS = "the long street|a set of brass keys|the names of the workers|two hundred books|an empty hall|the first train|a quiet argument|the winter accounts|the sound of bells|a map of the coast|the last of the apples|an unfinished bridge"  # noqa: E501
ENDS = "before the rain came|for the better part of a year|without a word to anyone|as far as the northern gate|while the others were asleep|in the spring of {year}|and nobody asked why|until the lamps were lit|with {number} pennies left over|on the road to the sea"  # noqa: E501


def text(minutes: float) -> str:
    """An article of about so many minutes, the same for the same length."""
    choose = random.Random(round(minutes * 60)).choice  # noqa: S311 - a text, not a secret
    seen: set[str] = set()
    paragraphs, words, number = [], 0, 0
    while words < minutes * WORDS_A_MINUTE:
        sentences: list[str] = []
        while len(sentences) < 5:  # noqa: PLR2004
            number += 1
            half = f"{choose(VERBS.split('|'))} {choose(OBJECTS.split('|'))}"
            end = choose(ENDS.split("|")).format(year=1700 + number % 300, number=number)
            first = f"{choose(SUBJECTS.split('|'))} {half} {end}"
            sentence = f"{first}, and then {choose(VERBS.split('|'))} {choose(OBJECTS.split('|'))}."
            if sentence not in seen:
                seen.add(sentence)
                sentences.append(sentence)
                words += len(sentence.split())
        paragraphs.append(" ".join(sentences))
    return "# A bench\n\nby A Bench\n\n" + "\n\n".join(paragraphs) + "\n"


def run(name: str, command: list[str], folder: Path) -> dict[str, object]:
    """Run one program to its end or the limit: seconds, CPU seconds, MiB of its largest process."""
    started = time.perf_counter()
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        usage, status = None, None
        while usage is None:
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                usage = used
            elif time.perf_counter() - started > LIMIT:
                process.kill()
            else:
                time.sleep(0.01)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status or 0)
    if process.returncode:
        sys.exit(f"{name} failed:\n{(folder / f'{name}.log').read_text()}")
    return {
        "name": name,
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "mib": usage.ru_maxrss / MIB,
    }


def compare(minutes: float, workers: int) -> None:
    """Print the rows of one length."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        article = folder / "article.md"
        article.write_text(text(minutes), encoding="utf-8")
        render = [sys.executable, "-c", RENDER, str(article), "--workers", str(workers)]
        rows = [run("cold", render, folder)]
        rows.append(run("nothing changed", render, folder))
        changed = article.read_text(encoding="utf-8").replace("brass keys", "silver keys", 1)
        article.write_text(changed, encoding="utf-8")
        rows.append(run("one word changed", render, folder))
        peer = [sys.executable, __file__, "--peer", str(article)]
        rows.append(run("plain pydub", peer, folder))
    cold = float(str(rows[0]["seconds"]))
    for row in rows:
        print(
            f"{minutes:>7g}  {row['name']:<17} {row['seconds']:>8.2f} {row['cpu']:>8.2f} "
            f"{row['mib']:>8.0f} {float(str(row['seconds'])) / cold:>8.2f}"
        )


def reading() -> None:
    """Print how long it takes to read, prove and script articles of every format and length."""
    print("format     words     read    prove   script  seconds a 1,000 words")
    with tempfile.TemporaryDirectory() as scratch:
        for suffix, most in FORMATS.items():
            for words in (1_000, 4_000, 20_000, 100_000):
                if words <= most:
                    path = Path(scratch) / f"article.{suffix}"
                    path.write_bytes(written(text(words / WORDS_A_MINUTE), suffix))
                    print(f"{suffix:<7}{words:>9}{steps(path, words)}", flush=True)
        for name, hostile in HOSTILE.items():
            path = Path(scratch) / "hostile.md"
            path.write_text(f"One word.\n\n{hostile}", encoding="utf-8")
            print(f"{name:<16}{steps(path, 0)}", flush=True)


def written(article: str, suffix: str) -> bytes:
    """An article of this format, by the writers of the tests."""
    sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]
    from documents.building import write  # noqa: PLC0415
    from documents.part import parsed  # noqa: PLC0415

    if suffix == "txt":
        return article.encode()
    title, byline, *paragraphs = article.strip().split("\n\n")
    parts = [{"role": "title", "text": title[2:]}, {"role": "byline", "text": byline}]
    parts += [{"role": "paragraph", "text": paragraph} for paragraph in paragraphs]
    return write(parsed({"title": title[2:], "parts": parts}), suffix)


def steps(path: Path, words: int) -> str:
    """The seconds that each step takes."""
    from pipeline import reading, scripting  # noqa: PLC0415
    from pipeline.model import Notes, Show  # noqa: PLC0415

    marks = [time.perf_counter()]
    article = reading.read(path)
    marks.append(time.perf_counter())
    reading.ledger.prove(article)
    marks.append(time.perf_counter())
    scripting.adapt(article, Show(title="Bench", guid="0"), Notes())
    marks.append(time.perf_counter())
    told = "".join(f"{b - a:>9.3f}" for a, b in itertools.pairwise(marks))
    return told + (f" {(marks[-1] - marks[0]) / words * 1000:>10.3f}" if words else "")


def peer(article: str) -> None:
    """The usual script: one AudioSegment that grows, then normalise, then export."""
    import imageio_ffmpeg  # noqa: PLC0415
    from pydub import AudioSegment  # noqa: PLC0415
    from pydub.effects import normalize  # noqa: PLC0415

    from pipeline import render  # noqa: PLC0415
    from pipeline.engines import find  # noqa: PLC0415
    from pipeline.model import Show  # noqa: PLC0415

    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    show = Show(title="Bench", guid="0")
    planned = render.plan(render.Request(path=Path(article), slug="bench", show=show))
    whole = AudioSegment.empty()
    for line in planned.script.lines:
        voice = show.cast[line.voice]
        speech = find(voice.engine).speak(line.words, voice)
        segment = AudioSegment(speech.pcm, sample_width=2, frame_rate=speech.rate, channels=1)
        whole += segment + AudioSegment.silent(round(line.pause * 1000), frame_rate=speech.rate)
    normalize(whole).export("plain.mp3", format="mp3", bitrate="96k", parameters=["-ar", "44100"])
    print(json.dumps({"seconds": whole.duration_seconds}))


def main() -> None:
    """Compare at each length asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--minutes", type=float, action="append", help="length of the speech")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--reading", action="store_true", help="only the understanding of text")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.reading:
        reading()
        return
    if chosen.peer:
        peer(chosen.peer)
        return
    print("minutes  program            seconds      CPU  MiB max  of cold")
    for minutes in chosen.minutes or [30, 120]:
        compare(minutes, chosen.workers)


if __name__ == "__main__":
    main()
