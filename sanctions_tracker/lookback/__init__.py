"""Look-back: the status on the day of every payment, for tables of any size, at the speed of memory.

``Register.lookback`` is the way in; `Lookback` takes Arrow columns, `Index` and `Points` are the arrays underneath.
"""

from .batches import COLUMNS, Lookback, Summary
from .frames import look_back
from .index import Index, index_of
from .points import Points, compiled

__all__ = ["COLUMNS", "Index", "Lookback", "Points", "Summary", "compiled", "index_of", "look_back"]
