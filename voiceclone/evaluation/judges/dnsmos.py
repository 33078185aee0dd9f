"""The naturalness judge DNSMOS P.835 (C. Reddy and others, ICASSP 2022), from Microsoft's package speechmos."""

from pathlib import Path

import numpy as np

from voiceclone.audio.audio import Audio
from voiceclone.evaluation.extras import require
from voiceclone.evaluation.judges import Rating

_RATE = 16_000


class Dnsmos:
    """A `NaturalnessJudge`."""

    name = "dnsmos-p835"

    def __init__(self, threads: int = 1) -> None:
        module = require("speechmos.dnsmos")
        onnxruntime = require("onnxruntime")
        models = Path(module.__file__).parent / "dnsmos_models"
        self._judge = module.DNSMOS(str(models / "sig_bak_ovr.onnx"), str(models / "model_v8.onnx"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._judge.onnx_sess = onnxruntime.InferenceSession(str(models / "sig_bak_ovr.onnx"), options)

    def rate(self, audio: Audio) -> Rating:
        """Return the mean rating over windows of 9 s, one a second; what is shorter is repeated to fill one."""
        samples = np.clip(audio.resampled(_RATE).samples, -1.0, 1.0)
        scores = self._judge(samples, _RATE, False)
        return Rating(
            overall=float(scores["ovrl_mos"]), signal=float(scores["sig_mos"]), background=float(scores["bak_mos"])
        )
