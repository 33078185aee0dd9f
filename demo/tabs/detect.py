"""The tab Detect: what three witnesses say of where a recording comes from."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import gradio

from .. import texts
from ..evidence import Evidence
from ..messages import FieldError, Messages, Updates, about
from ..studio import NETWORKS
from .consent import BUTTONS, remember

if TYPE_CHECKING:
    from ..studio import Studio

FILE = "file"  # the field that messages are about


def add(studio: "Studio") -> None:
    """Put the tab on the page."""
    messages = Messages("detect", FILE)
    gradio.Markdown(texts.DETECT_INTRODUCTION)
    file = gradio.Audio(
        label=texts.DETECT_FILE, sources=["upload"], type="filepath", buttons=BUTTONS, editable=False, elem_id="suspect"
    )
    messages.place(FILE)
    button = gradio.Button(texts.DETECT, variant="primary", elem_id="look")
    messages.place()
    picture = gradio.HTML(elem_id="evidence-picture")
    sentences = gradio.HTML(elem_id="evidence")

    @messages.guarded
    def look(path: str | None, request: gradio.Request) -> Iterator[Updates]:
        if not path:
            raise FieldError(FILE, texts.NO_FILE)
        studio.sessions.of(request.session_hash).uploads.add(path)
        with about(FILE, path, texts.DETECT_FILE):
            evidence = Evidence.of(path)
        yield {picture: evidence.picture(), sentences: evidence.sentences()}

    remember(studio, file)
    button.click(
        look, file, [picture, sentences, *messages.components], api_name="detect", show_progress_on=[sentences],
        **NETWORKS,
    )  # fmt: skip
