"""Formats for programs, spreadsheets and databases."""
