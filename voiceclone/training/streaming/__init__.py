"""Data that does not fit one disk: features in lhotse's Shar format, written once, read shard after shard.

Hands out `export_shards`, which writes them, and `Stream`, which draws batches from them.
"""

from voiceclone.training.streaming.export import export_shards
from voiceclone.training.streaming.shar import Streamed, read_shard, write_shard
from voiceclone.training.streaming.stream import Index, Stream, read_index

__all__ = ["Index", "Stream", "Streamed", "export_shards", "read_index", "read_shard", "write_shard"]
