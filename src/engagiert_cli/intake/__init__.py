"""Lists that others made: CSV, TSV, JSON, NDJSON and workbooks, read as rows of what is to be entered."""
