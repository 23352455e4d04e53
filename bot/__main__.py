"""`python -m bot` is the `zhaiyin` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
