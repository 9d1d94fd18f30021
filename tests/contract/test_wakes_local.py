"""Wake-ups over a socket file: heard on this machine, harmless where nobody hears."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from floorwalker.adapters.wakes_local import LONGEST_PATH, local_wakes

TELL = """
from pathlib import Path
from floorwalker.adapters.wakes_local import local_wakes
local_wakes(Path({folder!r})).tell("c-of-this-test")
"""


def test_a_row_told_by_another_process_is_heard(tmp_path: Path) -> None:
    hearer, found = local_wakes(tmp_path), []
    assert hearer
    hearer.hear(found.append, 0.01)
    subprocess.run([sys.executable, "-c", TELL.format(folder=str(tmp_path))], check=True, timeout=60)
    hearer.hear(found.append, 5)
    hearer.close()
    assert found == ["c-of-this-test"]


def test_where_nobody_hears_nothing_breaks_and_nothing_is_left(tmp_path: Path) -> None:
    teller = local_wakes(tmp_path)
    assert teller
    teller.tell("c1")
    assert list(tmp_path.iterdir()) == []


def test_telling_never_waits_for_a_hearer_that_is_behind(tmp_path: Path) -> None:
    hearer, found = local_wakes(tmp_path), []
    assert hearer
    hearer.hear(found.append, 0.01)
    for n in range(2000):
        hearer.tell(f"c{n}")
    hearer.hear(found.append, 1)
    hearer.close()
    assert found == ["c0"]


def test_what_a_dead_process_left_is_taken_over_and_the_end_cleans_up(tmp_path: Path) -> None:
    dead, hearer, found = local_wakes(tmp_path), local_wakes(tmp_path), []
    assert dead and hearer
    dead.hear(found.append, 0.01)
    assert dead._heard
    dead._heard.close()
    hearer.hear(found.append, 0.01)
    hearer.tell("c1")
    hearer.hear(found.append, 1)
    hearer.close()
    assert found == ["c1"]
    assert list(tmp_path.iterdir()) == []


def test_a_path_too_long_for_a_socket_has_none(tmp_path: Path) -> None:
    assert local_wakes(tmp_path / ("x" * LONGEST_PATH)) is None
