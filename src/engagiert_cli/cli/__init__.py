"""The command line, and the only place that knows Typer: the app, its error boundary, commands and options."""
