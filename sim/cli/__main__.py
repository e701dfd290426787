"""``python -m sim.cli`` is ``takehold``."""

from sim.cli.main import main

if __name__ == "__main__":
    main()
