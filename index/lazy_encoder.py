"""An encoder that is loaded when a window needs it: importing torch takes seconds.

All else that indexing asks of an encoder, its export answers, which the home keeps.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

from corpus.fsops import Disk
from index.encoder import (
    PassageEncoder,
    WindowEmbeddings,
    WindowText,
    identity_of,
    model_folder,
    piece_starts_of,
)
from index.exports import export_folder, is_whole
from index.onnx_encoder import CONFIG_FILE, TOKENIZER_FILE
from index.settings import IndexSettings

Load = Callable[[], PassageEncoder]


def encoder_of(settings: IndexSettings, home: Path, *, load: Load) -> PassageEncoder:
    """The encoder that the settings name: loaded at once where the home has no export of it.

    Raises:
        EncoderUnavailable: the model cannot be read.
    """
    folder = model_folder(settings.encoder)
    if folder is None:  # a name of the hub, which is found by loading it
        return load()
    identity = identity_of(settings.encoder, folder)
    export = export_folder(home, identity, settings)
    if not is_whole(export):
        return load()
    return LazyEncoder(identity, export, window_pieces=settings.window_pieces, load=load)


class LazyEncoder:
    """The encoder of a whole export, loaded only to encode."""

    def __init__(self, identity: str, export: Path, *, window_pieces: int, load: Load) -> None:
        config = json.loads((export / CONFIG_FILE).read_bytes())
        self.identity = identity
        self.max_pieces = min(int(config["max_pieces"]), window_pieces)
        self._tokenizer = Tokenizer.from_file(str(export / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._load = cache(load)

    def piece_starts(self, texts: Sequence[str]) -> list[list[int]]:
        """The character positions where the word pieces of each text begin, without specials."""
        return piece_starts_of(self._tokenizer, texts)

    def encode(
        self, windows: Sequence[WindowText], *, progress: Callable[[int], None]
    ) -> WindowEmbeddings:
        """Load the encoder, and embed windows."""
        return self._load().encode(windows, progress=progress)

    def export(self, folder: Path, disk: Disk) -> None:
        """Load the encoder, and write the query side's files into a folder that exists."""
        self._load().export(folder, disk)
