"""What all tests share: Hypothesis without deadlines (machines differ, and no test measures time)."""

from hypothesis import settings

settings.register_profile("deskside", deadline=None)
settings.load_profile("deskside")
