"""What was announced of US potash sanctions in December 2025, beside what was law on each day.

Run: ``python examples/words_and_law.py``
"""

from datetime import date, timedelta

import sanctions_tracker as st

FIRM = "us-ofac/belaruskali"


def main() -> None:
    """Print one line a day: the label, and what was said that day."""
    register = st.load()
    day = date(2025, 12, 12)
    while day <= date(2025, 12, 16):
        status = register.status(FIRM, on=day)
        said = [f"{register.name_of(one.by)}: '{one.says}'" for one in status.statements if one.on == day]
        print(f"{day}  {status.label:<28}{'; '.join(said)}".rstrip())
        day += timedelta(days=1)


if __name__ == "__main__":
    main()
