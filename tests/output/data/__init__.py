"""Tests of output/data."""
