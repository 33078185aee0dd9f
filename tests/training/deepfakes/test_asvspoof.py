"""ASVspoof's protocols, in miniatures of their published layouts."""

import pytest

from voiceclone.errors import DataError
from voiceclone.training.deepfakes.asvspoof import corpus_at, read_asvspoof

LAYOUTS = {
    "asvspoof2019": (
        "train",
        "ASVspoof2019_LA_cm_protocols/ASVspoof2019.LA.cm.train.trn.txt",
        "LA_0079 LA_T_1138215 - - bonafide\nLA_0081 LA_T_1004644 - A03 spoof\n",
        ("ASVspoof2019_LA_train/flac/LA_T_1004644.flac", "LA_0081", "a03", ""),
    ),
    "asvspoof2021-la": (
        "eval",
        "keys/LA/CM/trial_metadata.txt",
        "LA_0007 LA_E_5932896 alaw ita_tx bonafide bonafide notrim eval\n"
        "LA_0009 LA_E_9332881 alaw ita_tx A07 spoof notrim eval\n",
        ("ASVspoof2021_LA_eval/flac/LA_E_9332881.flac", "LA_0009", "a07", "alaw"),
    ),
    "asvspoof2021-df": (
        "eval",
        "keys/DF/CM/trial_metadata.txt",
        "LA_0043 DF_E_2000001 mp3m4a asvspoof bonafide bonafide notrim eval bonafide - - - -\n"
        "LA_0023 DF_E_2000011 nocodec asvspoof A14 spoof notrim progress traditional_vocoder - - - -\n",
        ("ASVspoof2021_DF_eval/flac/DF_E_2000011.flac", "LA_0023", "a14", "nocodec"),
    ),
    "asvspoof5": (
        "train",
        "ASVspoof5.train.tsv",
        "T_4751 T_0000000001 F - - - - bonafide bonafide -\nT_4850 T_0000000000 F - - - AC3 A05 spoof -\n",
        ("flac_T/T_0000000000.flac", "T_4850", "a05", "-"),
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_published_layout_is_read(name, tmp_path):
    split, protocol, lines, expected = LAYOUTS[name]
    (tmp_path / protocol).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / protocol).write_text(lines)
    assert corpus_at(tmp_path) == name
    real, fake = read_asvspoof(tmp_path, split)
    assert not real.is_fake
    assert fake.is_fake
    assert (fake.path.relative_to(tmp_path).as_posix(), fake.speaker, fake.generator, fake.level) == expected


def test_what_is_not_there_or_damaged_is_named(tmp_path):
    with pytest.raises(DataError, match="ASVspoof"):
        read_asvspoof(tmp_path, "train")
    (tmp_path / "ASVspoof5.train.tsv").write_text("T_1 T_2 F - - - AC3 A05 perhaps -\n")
    with pytest.raises(DataError, match="line 1"):
        read_asvspoof(tmp_path, "train")
    with pytest.raises(DataError, match="only train"):
        read_asvspoof(tmp_path, "dev")
