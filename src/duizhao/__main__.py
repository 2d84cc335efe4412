"""Run the command line: ``python -m duizhao``."""

from __future__ import annotations

__all__ = ["run"]


def run() -> None:
    """Start the command line; the only entry point of the ``duizhao`` command."""
    import os
    import signal
    import sys

    # Said before numpy loads its library, this spares the threads that would only wait for each
    # other (duizhao.models.threads): a quarter of a second of a short run.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

    from duizhao.cli.main import main

    # As after Ctrl-C, what is half written is removed on the way out.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    main()


if __name__ == "__main__":
    run()
