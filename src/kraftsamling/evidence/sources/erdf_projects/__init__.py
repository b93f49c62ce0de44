"""The project bank of the Swedish Agency for Economic and Regional Growth: projects with ERDF money."""
