"""Weights files: safetensors whose header holds the network's configuration and the fingerprint of its inputs.

Hands out `save_network` and `load_network`; the shipped files lie in this folder.
"""

from voiceclone.weights.files import SHIPPED, TUNED_FOR, file_fingerprint, load_network, network_note, save_network

__all__ = ["SHIPPED", "TUNED_FOR", "file_fingerprint", "load_network", "network_note", "save_network"]
