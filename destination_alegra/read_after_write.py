"""How long Alegra may take to show what was written."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

logger = logging.getLogger("airbyte")


@dataclass
class ReadAfterWriteDelay:
    """Waits until a read shows every earlier write.

    Attributes:
        seconds: from a write until it is surely seen.
        sleep: lets seconds pass.
        clock: seconds that only grow.
    """

    seconds: float
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def after_start(self) -> None:
        """Wait until what a run before this one sent last is seen."""
        left = self._started + self.seconds - self.clock()
        if left > 0:
            logger.info(f"Waiting {left:.0f} s, so that what an earlier run sent last is seen.")
            self.sleep(left)

    def after_write(self) -> None:
        """Wait until what was sent right now is seen."""
        self.sleep(self.seconds)
