"""CORDIS: projects in the EU framework programmes for research, and who takes part in them."""
