"""Growth Analysis: statistics on enterprises and growth, in a PxWeb of its own."""
