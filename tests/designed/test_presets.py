import pytest

from voiceclone.designed.presets import FILE, Preset, read_presets, write_presets
from voiceclone.errors import WeightsError


def test_what_is_written_is_read(tmp_path):
    presets = [Preset("hazel", "female", 200.0, 3), Preset("rowan", "male", 110.0, 4)]
    write_presets(presets, tmp_path)
    assert read_presets(tmp_path) == {preset.name: preset for preset in presets}


def test_a_model_need_not_have_any(tmp_path):
    assert read_presets(tmp_path) == {}


@pytest.mark.parametrize("content", ["", "3", "[3]", '[{"name": "hazel"}]'])
def test_a_damaged_list_is_named(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    with pytest.raises(WeightsError, match="damaged"):
        read_presets(tmp_path)
