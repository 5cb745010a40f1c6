"""Tests of the lists that others made."""
