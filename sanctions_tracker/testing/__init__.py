"""The testing kit: strategies, an oracle, laws and state machines for whoever has rules, data or an engine of her own.

    from hypothesis import given
    from sanctions_tracker import testing

    @given(testing.histories(lifecycle=PERMIT))
    def test_no_permit_binds_once_it_is_over(acts): ...

Needs the extra ``testing``: ``pip install sanctions-tracker[testing]``. Every strategy takes its bounds by keyword, refuses bad
ones at once, and shrinks to one sanction imposed on 2000-01-01.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401
except ImportError as error:
    raise ImportError(
        "sanctions_tracker.testing needs hypothesis; install it with: pip install 'sanctions-tracker[testing]'"
    ) from error

from . import laws
from .acting import UnlawfulHistory, histories, is_lawful, unlawful_histories
from .by_type import strategy_of
from .composing import registers, sanctions
from .laws import LawBroken
from .machines import KnowledgeMachine, LifecycleMachine
from .probing import every_probe, probes
from .relieving import reliefs
from .simulator import oracle
from .spelling import CorruptedText, corrupted_texts, toml_texts
from .tables import lifecycles
from .timing import days, doubtful_days
from .world import Unlawful

__all__ = [
    "CorruptedText",
    "KnowledgeMachine",
    "LawBroken",
    "LifecycleMachine",
    "Unlawful",
    "UnlawfulHistory",
    "corrupted_texts",
    "days",
    "doubtful_days",
    "every_probe",
    "histories",
    "is_lawful",
    "laws",
    "lifecycles",
    "oracle",
    "probes",
    "registers",
    "reliefs",
    "sanctions",
    "strategy_of",
    "toml_texts",
    "unlawful_histories",
]
