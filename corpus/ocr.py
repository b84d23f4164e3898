"""Words for scanned PDF files, by the program ``ocrmypdf`` where it is installed.

It runs as a program of its own, in a folder of its own, and for a limited time; what it gives is
then read as any other file is, apart.
"""

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SettingsError, UnreadableReport

_PROGRAM = "ocrmypdf"
_MAX_SECONDS = 600.0  # about two seconds a page for the longest reports


@dataclass(frozen=True, slots=True)
class Recognizer:
    """The program that recognizes words in the pictures of pages."""

    program: str
    max_seconds: float = _MAX_SECONDS

    def recognize(self, name: str, source: bytes) -> bytes:
        """The same PDF file with the words that its pictures show; ``name`` stands in errors.

        Raises:
            UnreadableReport: the program failed, or took too long.
        """
        with tempfile.TemporaryDirectory() as folder:
            scanned, recognized = Path(folder, "scanned.pdf"), Path(folder, "recognized.pdf")
            scanned.write_bytes(source)
            command = [self.program, "--skip-text", "--quiet", str(scanned), str(recognized)]
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=self.max_seconds)
                return recognized.read_bytes()
            except (OSError, subprocess.SubprocessError) as error:
                raise UnreadableReport(f"{name} has no text layer; {_reason(error)}") from error


def find_recognizer() -> Recognizer:
    """Find the program on the path.

    Raises:
        SettingsError: it is not installed.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        advice = 'install it with "pip install ocrmypdf", and Tesseract'
        raise SettingsError(f"--ocr needs the program {_PROGRAM}; {advice}")
    return Recognizer(program)


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"{_PROGRAM} took longer than {error.timeout:g} s"
    if isinstance(error, subprocess.CalledProcessError):
        told = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        return f"{_PROGRAM} failed: {' '.join(told) or f'exit status {error.returncode}'}"
    return f"{_PROGRAM} gave no file"
