"""What a benchmark prints is whole."""

import json

from benchmarks.figures import FIELDS
from benchmarks.run import lacking


def test_a_figure_says_all_that_is_asked_of_it() -> None:
    figure = dict.fromkeys(FIELDS)

    assert lacking(json.dumps(figure)) == []
    assert lacking(json.dumps(figure | {"rounds": 3})) == []
    del figure["goal"], figure["n"]
    assert lacking(json.dumps(figure)) == ["n", "goal"]


def test_a_line_that_is_no_figure_may_say_anything() -> None:
    assert lacking("# log\n") == lacking("\n") == []
