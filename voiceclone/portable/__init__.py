"""The networks as ONNX files: written once by torch, and run by onnxruntime in a process that never imports torch.

Hands out `OnnxNetworks`, which speaks with them, and `onnx_folder`, which says where they lie for an engine;
`export.export` writes them.
"""

from voiceclone.portable.networks import OnnxNetworks
from voiceclone.portable.place import AUTO, ONNX, TORCH, default_folder, onnx_folder

__all__ = ["AUTO", "ONNX", "TORCH", "OnnxNetworks", "default_folder", "onnx_folder"]
