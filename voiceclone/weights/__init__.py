"""Weights files: safetensors whose header holds the network's configuration and the fingerprint of its inputs.

Hands out `save_network` and `load_network`; the shipped files lie in this folder.
"""

from voiceclone.weights.files import SHIPPED, file_fingerprint, load_network, save_network

__all__ = ["SHIPPED", "file_fingerprint", "load_network", "save_network"]
