"""How indicators are shown: in words, as charts, and as rows of the challenge monitor."""
