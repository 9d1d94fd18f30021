"""`python -m floorwalker`."""

from floorwalker.cli import main

raise SystemExit(main())
