"""Run the command line: ``python -m duizhao``."""

from __future__ import annotations

__all__ = ["run"]


def run() -> None:
    """Start the command line; the only entry point of the ``duizhao`` command."""
    from duizhao.cli.main import main

    main()


if __name__ == "__main__":
    run()
