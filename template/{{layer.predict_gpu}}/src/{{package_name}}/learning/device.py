"""Where training runs."""

from functools import cache

import torch


@cache
def device() -> str:
    """`cuda` if this machine has a GPU that PyTorch can use, else `cpu`."""
    return "cuda" if torch.cuda.is_available() else "cpu"
