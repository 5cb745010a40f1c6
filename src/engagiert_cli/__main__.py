"""`python -m engagiert_cli`."""

from engagiert_cli.cli.app import main

if __name__ == "__main__":
    main()
