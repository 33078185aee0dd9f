"""Attention between the nodes of graphs: of bands, of moments, and of both.

After J. Jung et al., "AASIST: audio anti-spoofing using integrated spectro-temporal graph attention networks",
arXiv 2110.01200, sections 3.2 to 3.4.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

_TEMPERATURE = 2.0


class GraphAttention(nn.Module):
    """Nodes of one kind, each of which looks at all others."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.compare = nn.Linear(channels, out)
        self.weigh = nn.Linear(out, 1, bias=False)
        self.others = nn.Linear(channels, out)
        self.own = nn.Linear(channels, out)
        self.norm = nn.LayerNorm(out)

    def forward(self, nodes: Tensor) -> Tensor:
        """Map `(batch, nodes, channels)` to `(batch, nodes, out)`."""
        affinity = self.weigh(torch.tanh(self.compare(_pairs(nodes)))).squeeze(-1)  # (batch, nodes, nodes)
        seen = (affinity / _TEMPERATURE).softmax(dim=-1) @ nodes
        return F.selu(self.norm(self.others(seen) + self.own(nodes)))


class HeterogeneousAttention(nn.Module):
    """Nodes of two kinds that look at one another, and a stack node that looks at all (section 3.3)."""

    def __init__(self, channels: int, out: int) -> None:
        super().__init__()
        self.first = nn.Linear(channels, channels)
        self.second = nn.Linear(channels, channels)
        self.compare = nn.Linear(channels, out)
        self.weigh = nn.Linear(out, 3, bias=False)  # among the first, among the second, between them
        self.compare_stack = nn.Linear(channels, out)
        self.weigh_stack = nn.Linear(out, 1, bias=False)
        self.others = nn.Linear(channels, out)
        self.own = nn.Linear(channels, out)
        self.stack_others = nn.Linear(channels, out)
        self.stack_own = nn.Linear(channels, out)
        self.norm = nn.LayerNorm(out)

    def forward(self, first: Tensor, second: Tensor, stack: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Map nodes `(batch, ..., channels)` of both kinds and the stack `(batch, 1, channels)` to width `out`."""
        count = first.shape[1]
        nodes = torch.cat([self.first(first), self.second(second)], dim=1)  # (batch, nodes, channels)
        kinds = self.weigh(torch.tanh(self.compare(_pairs(nodes))))  # (batch, nodes, nodes, 3)
        late = (torch.arange(nodes.shape[1], device=nodes.device) >= count).long()
        kind = torch.where(late[:, None] == late[None, :], late[:, None], 2)  # (nodes, nodes)
        affinity = kinds.gather(3, kind.expand(len(nodes), -1, -1).unsqueeze(3)).squeeze(3)
        seen = (affinity / _TEMPERATURE).softmax(dim=-1) @ nodes

        heard = self.weigh_stack(torch.tanh(self.compare_stack(nodes * stack)))  # (batch, nodes, 1)
        summary = (heard / _TEMPERATURE).softmax(dim=1).transpose(1, 2) @ nodes  # (batch, 1, channels)
        stack = self.stack_others(summary) + self.stack_own(stack)
        nodes = F.selu(self.norm(self.others(seen) + self.own(nodes)))
        return nodes[:, :count], nodes[:, count:], stack


class GraphPool(nn.Module):
    """Keeps the share of the nodes that matter most (section 3.2)."""

    def __init__(self, channels: int, share: float) -> None:
        super().__init__()
        self.share = share
        self.score = nn.Linear(channels, 1)

    def forward(self, nodes: Tensor) -> Tensor:
        """Map `(batch, nodes, channels)` to fewer nodes, each weighted by its score."""
        scores = self.score(nodes).sigmoid()  # (batch, nodes, 1)
        kept = scores.topk(max(1, int(nodes.shape[1] * self.share)), dim=1).indices
        return (nodes * scores).gather(1, kept.expand(-1, -1, nodes.shape[2]))


def _pairs(nodes: Tensor) -> Tensor:
    """Product of every two nodes, `(batch, nodes, nodes, channels)`."""
    return nodes.unsqueeze(2) * nodes.unsqueeze(1)
