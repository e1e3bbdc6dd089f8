"""Properties are tried without a clock: how long a case takes depends on the machine."""

from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")
