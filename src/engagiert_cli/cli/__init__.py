"""The only place that knows Typer: the app with its error boundary, the commands and their option types."""
