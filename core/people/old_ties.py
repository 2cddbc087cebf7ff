"""Old ties: when somebody whom an import has brought, and nobody has chosen yet, may be brought up after all."""

from datetime import date

from core.facts.cadence import add_months

OLD_TIE_YEARS = 5  # of silence; whoever has chosen somebody says so with /rules


def old_tie_until(today: date) -> date:
    """Who was last spoken to on this day or before is an old tie."""
    return add_months(today, -12 * OLD_TIE_YEARS)
