"""Indicators: what official tables say about the challenges, place by place and year by year."""
