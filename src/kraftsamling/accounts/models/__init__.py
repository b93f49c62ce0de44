"""People, actors, grants and audit events."""

from kraftsamling.accounts.models.actor import Actor, Sector
from kraftsamling.accounts.models.event import GENESIS, Event
from kraftsamling.accounts.models.grant import Grant
from kraftsamling.accounts.models.user import User

__all__ = ["GENESIS", "Actor", "Event", "Grant", "Sector", "User"]
