"""Tests of output/terminal."""
