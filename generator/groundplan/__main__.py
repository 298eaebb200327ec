"""The entry point. `python -m groundplan` is the same as `groundplan`."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C is answered even while it is still being imported."""
    try:
        from groundplan import cli

        cli.main()
    except KeyboardInterrupt:
        print("groundplan: stopped, and nothing was written", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
