from pathlib import Path

from rasa.shared.nlu.training_data import loading

import components  # noqa: F401  (its import mends the loader)


def test_a_json_file_with_a_bare_number_is_no_training_data(tmp_path: Path) -> None:
    path = tmp_path / "priority.json"
    path.write_text("1")
    assert loading.guess_format(str(path)) == loading.UNK
