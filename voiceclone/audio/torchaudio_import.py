"""Imports torchaudio even where its compiled extension was built for another torch.

torchaudio's wheel names no torch version, but its extension is linked against CUDA: beside a CPU-only
torch, `import torchaudio` raises OSError. All that this package uses (filter banks, resampling) is plain
Python over torch, so the extension is replaced by a stand-in that says "not available".
"""

import importlib
import sys
import types


def import_torchaudio() -> types.ModuleType:
    """Return the torchaudio module, with a stand-in for its extension where that one cannot be loaded."""
    try:
        return importlib.import_module("torchaudio")
    except OSError:
        for name in [name for name in sys.modules if name.partition(".")[0] == "torchaudio"]:
            del sys.modules[name]
        stand_in = types.ModuleType("torchaudio._extension")
        stand_in._IS_TORCHAUDIO_EXT_AVAILABLE = False  # type: ignore[attr-defined]
        stand_in._IS_ALIGN_AVAILABLE = False  # type: ignore[attr-defined]
        stand_in.fail_if_no_align = lambda function: function  # type: ignore[attr-defined]
        sys.modules["torchaudio._extension"] = stand_in
        return importlib.import_module("torchaudio")
