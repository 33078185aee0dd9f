"""The corpora that can be read, by name."""

from dataclasses import dataclass
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.corpora.common_voice import read_common_voice
from voiceclone.training.corpora.librispeech import read_librispeech
from voiceclone.training.corpora.libritts import read_libritts
from voiceclone.training.corpora.ljspeech import read_ljspeech
from voiceclone.training.corpora.own_folder import read_own_folder
from voiceclone.training.corpora.prepared import read_prepared
from voiceclone.training.corpora.rows import Reader
from voiceclone.training.corpora.vctk import read_vctk
from voiceclone.training.corpora.voxceleb import read_voxceleb


@dataclass(frozen=True)
class Corpus:
    """A corpus: how its folder is read, its licence where its publisher states one for all of it, its transcripts.

    `transcribed`: whether it has transcripts; None where that depends on the folder.
    """

    name: str
    read: Reader
    licence: str = ""
    transcribed: bool | None = True


CORPORA = {
    corpus.name: corpus
    for corpus in (
        Corpus("ljspeech", read_ljspeech, "public-domain"),
        Corpus("vctk", read_vctk, "CC-BY-4.0"),
        Corpus("libritts", read_libritts, "CC-BY-4.0"),
        Corpus("librispeech", read_librispeech, "CC-BY-4.0"),
        Corpus("common-voice", read_common_voice, "CC0-1.0"),
        Corpus(
            "voxceleb", read_voxceleb, "CC-BY-4.0 (the metadata; the recordings are their owners')", transcribed=False
        ),
        Corpus("folder", read_own_folder, transcribed=None),
        Corpus("manifest", read_prepared, transcribed=None),
    )
}


def find_corpus(name: str | None, folder: Path) -> Corpus:
    """Return the corpus of that name; without one, `manifest` where the folder has such a table, otherwise `folder`.

    Raises DataError for a name that is not known.
    """
    if name is None:
        return CORPORA["manifest" if (folder / "manifest.tsv").is_file() else "folder"]
    if name not in CORPORA:
        raise DataError(f"no corpus is called {name!r}; those that can be read are {', '.join(CORPORA)}")
    return CORPORA[name]
