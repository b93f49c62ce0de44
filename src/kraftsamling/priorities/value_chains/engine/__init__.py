"""Answers: a question and the region go in, a finding comes out. Pure."""
