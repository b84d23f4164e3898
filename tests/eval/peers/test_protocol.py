import json
from pathlib import Path

from eval.peers.protocol import CORPUS_FILE, read_texts


def test_the_words_of_a_text_are_its_title_and_its_text(tmp_path: Path) -> None:
    texts = [
        {"_id": "2", "title": "Seas", "text": "They are deep."},
        {"_id": "1", "title": "", "text": "Skies are high."},
    ]
    (tmp_path / CORPUS_FILE).write_text("".join(json.dumps(text) + "\n" for text in texts))

    read = read_texts(tmp_path)

    assert list(read.items()) == [("2", "Seas\nThey are deep."), ("1", "Skies are high.")]
