"""Holds a program that nobody has read: what surrounds `tools` and the compiler's results.

`confine.py` puts up the walls of the kernel and becomes the program, `system_calls.py` says which
calls are refused, `confinement.py` is what the rest of this project asks.
"""

from .confinement import LIBRARIES, Confinement, Walls, confined, walls

__all__ = ["LIBRARIES", "Confinement", "Walls", "confined", "walls"]
