"""On whose behalf a model is asked: whoever the service has let in."""

from ..service.caller import CALLER

__all__ = ["CALLER"]
