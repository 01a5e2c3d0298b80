"""What a page sends is taken as it is, or refused: nothing is converted."""

import pytest
from pydantic import ValidationError

from deskside.domain.tracks import Layer
from deskside.wire.commands import SetProgress, SetTiles, SetTracks

TRACKS = {"mic": False, "camera": False, "screen": False}


@pytest.mark.parametrize("percent", ["50", 50.0, True, None, [50]])
def test_a_number_is_a_number(percent: object) -> None:
    with pytest.raises(ValidationError, match="percent"):
        SetProgress.model_validate({"student_id": "alice", "percent": percent})
    assert SetProgress.model_validate({"student_id": "alice", "percent": 50}).percent == 50


@pytest.mark.parametrize("mic", ["yes", "true", 1, 0.0, None])
def test_yes_and_no_are_true_and_false(mic: object) -> None:
    with pytest.raises(ValidationError, match="mic"):
        SetTracks.model_validate({**TRACKS, "mic": mic})
    assert SetTracks.model_validate({**TRACKS, "mic": True}).mic


@pytest.mark.parametrize("layer", ["2", 2.0, True, None, 3])
def test_a_layer_is_a_whole_number_too(layer: object) -> None:
    with pytest.raises(ValidationError, match="tiles"):
        SetTiles.model_validate({"tiles": {"alice": layer}})
    assert SetTiles.model_validate({"tiles": {"alice": 2}}).tiles == {"alice": Layer.HIGH}
