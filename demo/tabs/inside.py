"""The tab How it works: the networks, and what they handed to one another for the last sentence."""

import html
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio
import numpy as np

from .. import texts
from ..drawing import Row, bars, figure, heat, stairs, wave
from ..messages import FieldError, Messages, Updates
from ..sessions import Said
from ..studio import NETWORKS

if TYPE_CHECKING:
    from voiceclone.synthesis.inside import Inside

    from ..studio import Studio

_HOP = 256  # samples a frame
_SHOWN = 938  # frames of a reference, 10 s


def add(studio: "Studio") -> None:
    """Put the tab on the page."""
    messages = Messages("inside")
    gradio.Markdown(texts.INSIDE_INTRODUCTION)
    button = gradio.Button(texts.INSIDE_BUTTON, variant="primary", elem_id="inside")
    messages.place()
    picture = gradio.HTML(elem_id="inside-picture")

    @messages.guarded
    def show(request: gradio.Request) -> Iterator[Updates]:
        said = studio.sessions.of(request.session_hash).last
        if said is None:
            raise FieldError("", texts.NOTHING_SAID)
        sentences = studio.cloner.look_inside(said.text, said.voice, said.delivery, language=said.language)
        (last,) = deque(sentences, maxlen=1)
        yield {picture: networks_picture(said, last)}

    button.click(show, None, [picture, *messages.components], api_name="inside", **NETWORKS)


def networks_picture(said: Said, inside: "Inside") -> str:
    """Five steps, from the recording to the samples, each with its tensor and a sentence."""
    rate = said.speech.audio.sample_rate
    sentence = said.speech.sentences[-1]
    start = max(0, round(sentence.start * rate) - int(inside.durations[0]) * _HOP)  # the silence before the words
    samples = said.speech.audio.samples[start : start + len(inside.mel) * _HOP]
    facts = {
        "reference": texts.INSIDE_RECORDED if said.reference else texts.INSIDE_SAVED,
        "size": len(said.voice.embedding),
        "text": inside.text,
        "states": len(inside.symbols),
        "samples": len(samples),
    }
    drawn = (
        _reference(said),
        _drawn(bars(said.voice.embedding, Row(0, 90)), 90, texts.INSIDE_STEPS[1][0]),
        _stairs(inside),
        _drawn(heat(inside.mel, Row(0, 140)), 140, texts.INSIDE_STEPS[3][0]),
        _drawn(wave(samples, Row(0, 90)), 90, texts.INSIDE_STEPS[4][0]),
    )
    steps = (
        f"<li><h3>{html.escape(name)}</h3><p>{html.escape(what.format(**facts))}</p>{picture}</li>"
        for (name, what), picture in zip(texts.INSIDE_STEPS, drawn, strict=True)
    )
    return f'<ol class="vc-steps">{"".join(steps)}</ol>'


def _reference(said: Said) -> str:
    if said.reference is None:
        return ""
    mel = said.reference.mel()[:_SHOWN]
    return _drawn(heat(mel, Row(0, 110)), 110, texts.INSIDE_STEPS[0][0])


def _stairs(inside: "Inside") -> str:
    """Each phoneme beside the frames that it lasts, one step a phoneme."""
    height = max(120.0, 12.0 * len(inside.symbols))
    ends = np.cumsum(inside.durations)
    spans = list(zip(map(_sign, inside.symbols), (ends - inside.durations).tolist(), ends.tolist(), strict=True))
    return _drawn(stairs(spans, Row(0, height, float(ends[-1]))), height, texts.INSIDE_STEPS[2][0])


def _sign(symbol: str) -> str:
    return texts.SILENCES.get(symbol, symbol)


def _drawn(part: str, height: float, description: str) -> str:
    return figure([part], height, description)
