"""CORDIS: who takes part in the EU's framework programmes for research."""
