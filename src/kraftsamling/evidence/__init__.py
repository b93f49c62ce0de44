"""What we know: sourced figures per challenge, as findings."""
