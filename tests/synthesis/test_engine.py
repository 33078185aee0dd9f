import torch
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.synthesis.engine import whole_frames
from voiceclone.text.symbols import BEGIN, END, encode


@given(st.lists(st.floats(-3, 5), min_size=1, max_size=60), st.floats(0.25, 4))
def test_every_symbol_has_a_frame_whatever_is_predicted(logs, speed):
    symbols = torch.tensor([[*encode([BEGIN]), *[30] * len(logs), *encode([END])]])
    log_durations = torch.tensor([[0.0, *logs, 0.0]])
    durations = whole_frames(log_durations, symbols, speed, 2)
    assert int(durations.min()) >= 1
    assert int(durations.sum()) % 2 == 0


def test_rounding_is_handed_on_so_that_the_whole_keeps_its_length():
    symbols = torch.tensor([[*encode([BEGIN]), *[30] * 100, *encode([END])]])
    log_durations = torch.full((1, 102), 3.4).log()
    total = int(whole_frames(log_durations, symbols, 1.0, 1).sum())
    assert abs(total - (340 + 12)) <= 1
