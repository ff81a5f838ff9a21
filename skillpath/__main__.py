"""``python -m skillpath``."""

from skillpath.cli.main import main

if __name__ == "__main__":
    main()
