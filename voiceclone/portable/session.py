"""Opens an ONNX file with onnxruntime."""

import os
from pathlib import Path
from typing import Any

from voiceclone.errors import DependencyError, WeightsError


def open_session(path: Path, threads: int = 0) -> Any:
    """Return an InferenceSession that runs on so many threads; 0: as many as torch would use.

    Raises DependencyError without onnxruntime, WeightsError for a file that is none.
    """
    try:
        import onnxruntime
    except ImportError as error:
        raise DependencyError("onnxruntime is not installed: pip install 'voiceclone[onnx]'") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or int(os.environ.get("OMP_NUM_THREADS") or 0)  # 0: one a core
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors
    try:
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # of kinds that onnxruntime makes up in C++
        raise WeightsError(f"{path}: onnxruntime cannot read it: export it again ({error})") from error
