"""Questions of the priorities: the form, the answer as tables and pictures, and the way to a proposal."""
