"""Hypothesis profiles: the default runs in CI, ``--hypothesis-profile=fast`` while editing, ``thorough`` before a release."""

from hypothesis import HealthCheck, settings

slow_to_draw = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

settings.register_profile("default", deadline=None, max_examples=60, suppress_health_check=slow_to_draw)
settings.register_profile("fast", deadline=None, max_examples=8, suppress_health_check=slow_to_draw)
settings.register_profile("thorough", deadline=None, max_examples=2000, suppress_health_check=slow_to_draw)
settings.load_profile("default")
