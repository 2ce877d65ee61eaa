"""The map of villages: a suppressed village is told apart from one without data; one set of classes for every map."""

from sanding_web.ui.map import class_layers
from sanding_web.ui.words import Missing


def test_suppressed_and_unknown_villages_have_layers_of_their_own():
    layers = class_layers({"a": 0.05, "b": Missing.SUPPRESSED, "c": None}, [0.06, 0.10])
    assert {layer.label: list(layer.codes) for layer in layers[3:]} == {"disamarkan": ["b"], "tak ada data": ["c"]}


def test_without_suppressed_villages_the_legend_does_not_mention_them():
    assert [layer.label for layer in class_layers({"a": 0.05}, [0.06])] == ["< 6%", "≥ 6%"]
