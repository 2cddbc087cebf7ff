"""What others see of an event that its owner shares with them."""

from dataclasses import replace

from core.facts.events import Event


def as_shared(event: Event) -> Event:
    """The event without what stays with its owner: notes and a link are others' only by its terms."""
    terms = event.terms
    return replace(
        event,
        notes=event.notes if terms is not None and terms.notes else "",
        url=event.url if terms is not None and terms.link else "",
    )
