"""EU ETS: installations in emissions trading, their verified emissions and free allocation."""
