"""How the page looks: its colours and letters, and the few rules of style that are its own."""

from pathlib import Path
from typing import Any

import gradio

ASSETS = Path(__file__).parent / "assets"
# What each system has: Gradio's own bold letters lack most of the alphabet, and nothing is to be fetched.
_LETTERS = ("-apple-system", "Segoe UI", "Roboto", "Liberation Sans", "Helvetica Neue", "Arial", "sans-serif")


def appearance() -> dict[str, Any]:
    """Return the arguments of `launch` that make the page look so."""
    theme = gradio.themes.Default(
        primary_hue="teal", secondary_hue="teal", neutral_hue="slate", font=_LETTERS
    ).set(
        button_primary_background_fill="*primary_700", button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700", button_primary_background_fill_hover_dark="*primary_600",
        block_info_text_color="*neutral_500", block_info_text_color_dark="*neutral_400",
    )  # fmt: skip
    return {"theme": theme, "css_paths": ASSETS / "page.css"}
