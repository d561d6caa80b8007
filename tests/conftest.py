"""Hypothesis profiles: the default runs in CI, ``--hypothesis-profile=fast`` while editing, ``thorough`` before a release."""

from hypothesis import HealthCheck, Phase, settings

from sanctions_tracker import force

slow_to_draw = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
shrunk = [one for one in Phase if one is not Phase.explain]  # to explain a failure can take minutes
quickly = [Phase.explicit, Phase.reuse, Phase.generate]  # says that it fails, and leaves the shrinking to the others

settings.register_profile("default", deadline=None, max_examples=28, suppress_health_check=slow_to_draw, phases=shrunk)
settings.register_profile("fast", deadline=None, max_examples=8, suppress_health_check=slow_to_draw, phases=quickly)
settings.register_profile(
    "thorough", deadline=None, max_examples=2000, suppress_health_check=slow_to_draw, phases=shrunk
)
settings.load_profile("default")


def pytest_sessionstart() -> None:
    """Mutation testing forks each run from one that is over: nothing that it has walked may answer for a mutant."""
    force._walked.cache_clear()
