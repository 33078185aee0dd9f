"""Miniature corpora in the layout that the published ones have on disk, with speech-like signals instead of speech."""

from dataclasses import dataclass
from pathlib import Path

import soundfile

from tests.test_cloner import speech_like

SENTENCES = ("no one knows you", "the old clock in the hall stopped", "please call her now", "he asked for more bread")


@dataclass(frozen=True)
class Miniature:
    """A corpus on disk: its folder, how many recordings and speakers it has, and one of its recordings."""

    folder: Path
    clips: int
    speakers: int
    recording: Path


def say(path: Path, hertz: float, rate: int, seconds: float = 2.0, **options) -> Path:
    """Write a recording of somebody who hums at `hertz`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, speech_like(seconds, rate, hertz).samples, rate, **options)
    return path


def ljspeech(parent: Path) -> Miniature:
    folder = parent / "LJSpeech-1.1"
    lines = []
    for number, text in enumerate(SENTENCES, start=1):
        path = say(folder / "wavs" / f"LJ001-{number:04d}.wav", 180 + number, 22_050)
        lines.append(f"LJ001-{number:04d}|{text}, 1455|{text}, fourteen fifty-five")
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n")
    (folder / "README").write_text("The LJ Speech Dataset\n")
    return Miniature(folder, 4, 1, path)


def vctk(parent: Path) -> Miniature:
    """Version 0.92: two microphones, p280 without the second one, p315 without texts."""
    folder = parent / "VCTK-Corpus-0.92"
    for place, speaker in enumerate(("p225", "p226", "p280", "p315", "s5")):
        for number, text in enumerate(SENTENCES[:2], start=1):
            name = f"{speaker}_{number:03d}"
            audio = folder / "wav48_silence_trimmed" / speaker
            say(audio / f"{name}_mic1.flac", 100 + 30 * place + number, 48_000)
            if speaker not in ("p280", "p315"):
                path = say(audio / f"{name}_mic2.flac", 100 + 30 * place + number, 48_000)
            if speaker != "p315":
                (folder / "txt" / speaker).mkdir(parents=True, exist_ok=True)
                (folder / "txt" / speaker / f"{name}.txt").write_text(text.capitalize() + ".\n")
    (folder / "speaker-info.txt").write_text(
        "ID  AGE  GENDER  ACCENTS  REGION COMMENTS \n"
        "p225  23  F    English    Southern  England\n"
        "p226  22  M    English    Surrey\n"
        "p280  25  F    French    France (mic2 files unavailable)\n"
        "p315  18  M    American    New  England (all text files unavailable, mic2 files unavailable)\n"
        "s5  24  F    British    \n"
    )
    (folder / "README.txt").write_text("CSTR VCTK Corpus\n")
    return Miniature(folder, 6, 3, path)


def libritts(parent: Path) -> Miniature:
    folder = parent / "LibriTTS"
    lines = []
    speakers = {"dev-clean": (84, 174), "train-clean-100": (103, 1034)}
    for part, readers in speakers.items():
        for reader in readers:
            chapter = folder / part / str(reader) / "121123"
            stem = f"{reader}_121123"
            transcripts, book = [], []
            for number, text in enumerate(SENTENCES[:2]):
                name = f"{stem}_{number:06d}_000000"
                path = say(chapter / f"{name}.wav", 90 + reader % 97 + number, 24_000)
                (chapter / f"{name}.original.txt").write_text(text)
                (chapter / f"{name}.normalized.txt").write_text(text)
                transcripts.append(f"{name}\t{text.capitalize()}, No. 1.\t{text.capitalize()}, number one.")
                book.append(f"{name}\t{text}\t{text}\t0.000000\t25.31")
            (chapter / f"{stem}.trans.tsv").write_text("\n".join(transcripts) + "\n")
            (chapter / f"{stem}.book.tsv").write_text("\n".join(book) + "\n")
            lines.append(f"{reader} | {'F' if reader % 2 else 'M'} | {part} | 25.00 | Somebody")
    (folder / "SPEAKERS.txt").write_text(";ID  |SEX| SUBSET |MINUTES| NAME\n" + "\n".join(lines) + "\n")
    return Miniature(folder, 8, 4, path)


def librispeech(parent: Path) -> Miniature:
    folder = parent / "LibriSpeech"
    lines = []
    for part, reader in (("dev-clean", 1272), ("dev-clean", 84), ("train-clean-100", 103)):
        chapter = folder / part / str(reader) / "128104"
        transcripts = []
        for number, text in enumerate(SENTENCES[:2]):
            name = f"{reader}-128104-{number:04d}"
            path = say(chapter / f"{name}.flac", 90 + reader % 101 + number, 16_000)
            transcripts.append(f"{name} {text.upper()}")
        (chapter / f"{reader}-128104.trans.txt").write_text("\n".join(transcripts) + "\n")
        lines.append(f"{reader:<5}| {'F' if reader % 2 else 'M'} | {part:<17}| 25.03 | Somebody | else")
    header = (
        "; Some pipe(|) separated metadata about all LibriSpeech speakers\n;ID  |SEX| SUBSET           |MINUTES| NAME\n"
    )
    (folder / "SPEAKERS.TXT").write_text(header + "\n".join(lines) + "\n")
    return Miniature(folder, 6, 3, path)


def common_voice(parent: Path) -> Miniature:
    folder = parent / "cv-corpus-17.0-2024-03-15" / "en"
    columns = ["client_id", "path", "sentence_id", "sentence", "sentence_domain", "up_votes", "down_votes", "age"]
    columns += ["gender", "accents", "variant", "locale", "segment"]
    lines = []
    for number, text in enumerate(SENTENCES):
        name = f"common_voice_en_{41000000 + number}.mp3"
        path = say(folder / "clips" / name, 110 + 40 * (number // 2), 32_000, format="MP3", subtype="MPEG_LAYER_III")
        client = f"{number // 2:064x}"[::-1]
        sentence = f'"{text.capitalize()}' if number == 0 else f"{text.capitalize()}."  # quotes are not balanced there
        lines.append(
            (
                client,
                name,
                "0" * 64,
                sentence,
                "",
                "2",
                "0",
                "twenties",
                "female_feminine",
                "England English",
                "",
                "en",
                "",
            )
        )
    table = "\n".join("\t".join(line) for line in (columns, *lines)) + "\n"
    for part in ("validated", "train"):
        (folder / f"{part}.tsv").write_text(table)
    for part in ("dev", "test", "other", "invalidated"):
        (folder / f"{part}.tsv").write_text("\t".join(columns) + "\n")
    durations = "clip\tduration[ms]\n" + "".join(f"{line[1]}\t2000\n" for line in lines)
    (folder / "clip_durations.tsv").write_text(durations)
    return Miniature(folder, 4, 2, path)


def voxceleb(parent: Path) -> Miniature:
    folder = parent / "voxceleb1"
    lines = ["VoxCeleb1 ID\tVGGFace1 ID\tGender\tNationality\tSet"]
    for number in range(3):
        speaker = f"id1000{number + 1}"
        for clip, video in enumerate(("1zcIwhmdeo4", "7gWzIy6yIIk")):
            path = say(folder / "wav" / speaker / video / f"0000{clip + 1}.wav", 100 + 40 * number + clip, 16_000)
        lines.append(f"{speaker}\tA.J._Nobody\t{'mf'[number % 2]}\tIreland\t{'dev' if number else 'test'}")
    (folder / "vox1_meta.csv").write_text("\n".join(lines) + "\n")
    return Miniature(folder, 6, 3, path)


def own_folder(parent: Path) -> Miniature:
    folder = parent / "mine"
    lines = ["file,text,speaker,licence,consent"]
    for number, text in enumerate(SENTENCES):
        speaker = ("ann", "bob")[number % 2]
        path = say(folder / speaker / f"{number}.wav", 120 + 40 * (number % 2) + number, 44_100)
        lines.append(f'{speaker}/{number}.wav,"{text}, at last",{speaker},CC0-1.0,yes')
    (folder / "transcripts.csv").write_text("\n".join(lines) + "\n")
    return Miniature(folder, 4, 2, path)


WRITERS = {
    "ljspeech": ljspeech,
    "vctk": vctk,
    "libritts": libritts,
    "librispeech": librispeech,
    "common-voice": common_voice,
    "voxceleb": voxceleb,
    "folder": own_folder,
}
