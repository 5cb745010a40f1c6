"""Tests of output/pages."""
