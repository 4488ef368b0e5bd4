"""Property tests run without a time limit: a slow machine must not turn into a failure."""

from hypothesis import settings

settings.register_profile("sans_limite", deadline=None)
settings.load_profile("sans_limite")
