"""The National Institute of Economic Research: business tendency and forecasts, in a PxWeb of its own."""
