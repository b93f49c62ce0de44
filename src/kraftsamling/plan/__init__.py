"""What we do: actions, money, versions, decisions, progress."""
