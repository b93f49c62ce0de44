"""Who: people, organisations (actors), roles and the audit trail."""
