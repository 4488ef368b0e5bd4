"""The address of the terminal's door, printed on paper: `python -m data COMMAND`."""

from components.terminal.commandes import main

if __name__ == "__main__":
    raise SystemExit(main())
