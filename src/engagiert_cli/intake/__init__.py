"""Importing lists: tables, workbooks and texts are read as rows, and these as memberships to be entered."""
