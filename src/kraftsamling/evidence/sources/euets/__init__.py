"""EU emissions trading: installations, their verified emissions and free allocation."""
