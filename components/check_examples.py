"""`python -m components.check_examples`: what is wrong with the example lines; part of `make check-data`.

With two arguments, INTENT and TEXT, it adds the line to the training data first: the report's one command.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from components.examples import add, held_out, problems, training


def main(arguments: Sequence[str]) -> int:
    if arguments:
        return _add(arguments)
    found = problems(training(), held_out())
    for problem in found:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(f"{len(training())} examples, {len(held_out())} held out: {len(found) or 'no'} problems\n")
    return 1 if found else 0


def _add(arguments: Sequence[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write('check_examples: give an intent and one line: order_status "where is it"\n')
        return 2
    intent, text = arguments
    try:
        sys.stdout.write(f"added to {add(intent, text)}; `floorwalker train` learns it\n")
    except LookupError:
        known = ", ".join(sorted({example.intent for example in training()}))
        sys.stderr.write(f"check_examples: there is no intent {intent}; there are {known}\n")
        return 2
    except ValueError as no:
        sys.stderr.write(f"check_examples: {no}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
