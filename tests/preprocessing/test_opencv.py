"""What OpenCV reads and resizes, beside what is done without it."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tahr.core.errors import DataError
from tahr.preprocessing import opencv
from tahr.preprocessing.pictures import decoded
from tahr.preprocessing.resizing import resized

PIXELS = np.random.default_rng(0).integers(0, 256, (37, 53, 3)).astype("uint8")
FORMATS = {
    "jpeg": {"format": "JPEG"},
    "progressive": {"format": "JPEG", "progressive": True, "subsampling": 0},
    "png": {"format": "PNG"},
}
CASES = [
    *((kind, mode) for kind in ("jpeg", "progressive") for mode in ("RGB", "L", "CMYK")),
    *(("png", mode) for mode in ("RGB", "L", "RGBA", "P")),
]
installed = pytest.mark.skipif(
    opencv._opencv() is None, reason="OpenCV is optional; without it nothing is left to compare"
)


def file(mode="RGB", **options):
    made = BytesIO()
    Image.fromarray(PIXELS).convert(mode).save(made, **options)
    return made.getvalue()


@pytest.fixture
def without(monkeypatch):
    """Calls something as if OpenCV were not installed."""

    def call(function, *args):
        with monkeypatch.context() as patch:
            patch.setattr(opencv, "_opencv", lambda: None)
            return function(*args)

    return call


@installed
@pytest.mark.parametrize(("kind", "mode"), CASES)
def test_what_it_reads_is_what_pillow_reads(tmp_path, without, kind, mode):
    path = tmp_path / "file"
    path.write_bytes(file(mode, **FORMATS[kind]))
    for wanted in ("L", "RGB", "RGBA"):
        found = decoded(str(path), wanted)
        np.testing.assert_array_equal(found, without(decoded, str(path), wanted))


@installed
def test_it_reads_plain_files():
    for options in FORMATS.values():
        assert opencv.decoded(file(**options), "RGB").shape == PIXELS.shape
    assert opencv.decoded(file("L", format="PNG"), "L").shape == PIXELS.shape[:2]
    assert opencv.decoded(file("CMYK", format="JPEG"), "RGB") is None
    assert opencv.decoded(file("RGBA", format="PNG"), "RGB") is None


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("part", [0, 2, 30, 300])
def test_parts_of_files_are_left_to_pillow(tmp_path, kind, part):
    data = file(**FORMATS[kind])[:part]
    assert opencv.decoded(data, "RGB") is None
    path = tmp_path / "cut"
    path.write_bytes(data)
    with pytest.raises(DataError, match="cut: this file cannot be read as an image"):
        decoded(str(path), "RGB")


@installed
def test_a_damaged_file_is_refused(tmp_path):
    data = bytearray(file(format="PNG"))
    data[len(data) // 2] ^= 0x55
    path = tmp_path / "damaged.png"
    path.write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        decoded(str(path), "RGB")


@installed
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(74, 20), (18, 26), (37, 80), (1, 1)])
def test_what_it_resizes_has_the_same_numbers(without, size, channels):
    pictures = np.concatenate([PIXELS, PIXELS[::-1]], -1)[None, ..., :channels]
    expected = without(resized, pictures, size)
    found = resized(pictures, size)
    assert found.dtype == np.float32 and found.shape == (1, *size, channels)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-4)  # of 255
