"""What is said in a recording, by a program that the user names; what it said once is kept and not asked again."""

import csv
import shlex
import subprocess
from dataclasses import replace
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.corpora.rows import Row

_PATIENCE = 3  # failures without a success, after which the command itself is taken to be wrong


class Transcriber:
    """Runs the command for one recording after another, and keeps each answer in a file as soon as it is there."""

    def __init__(self, command: str, kept: Path) -> None:
        """`command` holds `{file}`; its standard output is the text. Raises DataError for one that cannot be run."""
        try:
            self._words = shlex.split(command)
        except ValueError as error:
            raise DataError(f"the command to transcribe with cannot be read ({error}): {command}") from error
        if not any("{file}" in word for word in self._words[1:]):
            raise DataError(f'the command to transcribe with does not say where the file goes: "{command} {{file}}"')
        self._kept = kept
        self._known = _read(kept)
        self._succeeded, self._failures = bool(self._known), 0

    def listen(self, folder: Path, row: Row) -> Row:
        """Return the row with its text, or with what went wrong. Raises DataError where the command never works."""
        if row.file not in self._known:
            try:
                self._known[row.file] = self._run(folder / row.file)
            except _Failure as failure:
                self._failures += 1
                if not self._succeeded and self._failures >= _PATIENCE:
                    raise DataError(f"`{shlex.join(self._words)}` transcribes nothing: {failure}") from failure
                return replace(row, fault=f"could not be transcribed: {failure}")
            self._succeeded = True
            self._keep(row.file)
        return replace(row, text=self._known[row.file])

    def _run(self, path: Path) -> str:
        command = [word.replace("{file}", str(path)) for word in self._words]
        try:
            done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        except OSError as error:
            raise DataError(f"{command[0]} cannot be run ({error.strerror}): is it installed?") from error
        if done.returncode != 0:
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise _Failure(f"exit status {done.returncode}{': ' if last else ''}{''.join(last)}")
        return " ".join(done.stdout.decode(errors="replace").split())

    def _keep(self, file: str) -> None:
        try:
            with self._kept.open("a", encoding="utf-8", newline="") as lines:
                csv.writer(lines, delimiter="\t").writerow((file, self._known[file]))
        except OSError as error:
            raise DataError(f"{self._kept}: the transcripts cannot be kept ({error.strerror})") from error


class _Failure(Exception):
    """The command ran, and said that it failed."""


def _read(kept: Path) -> dict[str, str]:
    if not kept.is_file():
        return {}
    with kept.open(encoding="utf-8", newline="") as lines:
        return {line[0]: line[1] for line in csv.reader(lines, delimiter="\t") if len(line) == 2}
