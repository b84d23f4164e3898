"""Defects planted in our own code, one at a time: the suite must find every one.

A plant is a line of a function and what stands there instead; it is put into the function's code
as it runs, so that whoever has imported the function has it too.
"""

import inspect
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import CodeType, FunctionType


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A defect: what it is, where, and the trial that must find it, in the scenarios so named.

    ``place`` is "module:function" or "module:Class.method".
    """

    what: str
    trial: str
    only: str = ""
    place: str
    old: str
    new: str

    def code(self) -> CodeType:
        """The function's code with the defect in it.

        Raises:
            ValueError: the line is there no more, or more than once.
        """
        module = sys.modules[self.place.partition(":")[0]]
        source = inspect.getsource(module)
        own = inspect.getsource(self.function())
        if own.count(self.old) != 1 or source.count(own) != 1:
            raise ValueError(f"{self.place} has not once the line {self.old!r}")
        planted = source.replace(own, own.replace(self.old, self.new))
        name = self.place.partition(":")[2]
        return _code_named(compile(planted, module.__file__ or "", "exec"), name)

    def function(self) -> FunctionType:
        """The function that is given the defect, without what decorates it."""
        module, _, name = self.place.partition(":")
        found: object = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        plain = inspect.unwrap(getattr(found, "__func__", found))  # type: ignore[arg-type]
        assert isinstance(plain, FunctionType)
        return plain


@contextmanager
def planted(plant: Plant | None) -> Iterator[None]:
    """Have a defect while the block runs; None has none."""
    if plant is None:
        yield
        return
    function = plant.function()
    sound = function.__code__
    plant_for_good(plant)
    try:
        yield
    finally:
        function.__code__ = sound


def plant_for_good(plant: Plant | None) -> None:
    """Have a defect as long as the process lives; None has none."""
    if plant is not None:
        plant.function().__code__ = plant.code()


def _code_named(code: CodeType, name: str) -> CodeType:
    """The code of the function of this qualified name, within that of its module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                return constant
            if name.startswith(f"{constant.co_qualname}."):
                return _code_named(constant, name)
    raise ValueError(f"no function {name}")


def _removed(line: str) -> tuple[str, str]:
    """A line, and nothing in its place."""
    return line, "pass"


def _scenario_of(place: str, trial: str) -> str:
    """How the names of the scenarios begin in which code is played, where only some play it."""
    if trial not in (_POWER, _FAULTS):
        return ""
    if "append" in place:
        return "keep"
    if place.endswith(("_is_sound", "_earlier")):
        return "index"
    return {"index.backup": "back up", "index.restoring": "restore"}.get(place.split(":")[0], "")


_POWER, _AFTER_KILL, _FAULTS = "lose_power", "lose_power_after_kill", "refuse_effects"

_TABLE: tuple[tuple[str, str, str, str, str], ...] = (
    ("a file is not forced to the disk", _POWER, "corpus.fsops:Disk.new_file",
     *_removed("os.fsync(file.fileno())")),
    ("the name of a new folder is not forced", _POWER, "corpus.fsops:Disk.make_folder",
     *_removed("self.sync_folder(path.parent)")),
    ("the name of a folder that was there is not forced", _AFTER_KILL,
     "corpus.fsops:Disk.make_folder", *_removed("self._sync_name(path)")),
    ("what is appended is not forced", _POWER, "corpus.fsops:Disk.append",
     *_removed("os.fsync(descriptor)")),
    ("the name of a file begun by appending is not forced", _POWER, "corpus.fsops:Disk.append",
     *_removed("self.sync_folder(path.parent)")),
    ("the names in a generation are not forced", _POWER, "index.publishing:_publish",
     *_removed("disk.sync_folder(staging)")),
    ("CURRENT is swapped before the generation's name is forced", _POWER,
     "index.publishing:_publish", "disk.sync_folder(root)  # one that was", "pass  # one that was"),
    ("the swap is acknowledged before it is forced", _POWER, "index.publishing:_publish",
     "disk.rename(fresh, root / CURRENT_FILE)\n    disk.sync_folder(root)",
     "disk.rename(fresh, root / CURRENT_FILE)"),
    ("CURRENT is written in place", _POWER, "index.publishing:_publish",
     "disk.rename(fresh, root / CURRENT_FILE)",
     '(root / CURRENT_FILE).write_bytes(f"{name}\\n".encode())'),
    ("CURRENT is swapped before the generation has its name", _POWER, "index.publishing:_publish",
     "    if not _is_sound(root / name):\n",
     '    disk.write(root / "early", f"{name}\\n".encode())\n'
     '    disk.rename(root / "early", root / CURRENT_FILE)\n'
     "    disk.sync_folder(root)\n"
     "    if not _is_sound(root / name):\n"),
    ("the generation before is removed before the swap", _POWER, "index.publishing:_publish",
     "    disk.rename(fresh, root / CURRENT_FILE)",
     "    _prune(root, {name}, disk=disk)\n    disk.rename(fresh, root / CURRENT_FILE)"),
    ("the names in a backup are not forced", _POWER, "index.backup:back_up",
     *_removed("disk.sync_folder(folder)")),
    ("a backup is acknowledged before its name is forced", _POWER, "index.backup:back_up",
     *_removed("disk.sync_folder(target.parent)")),
    ("the library in a backup is not forced", _POWER, "index.backup:_copy_library",
     *_removed("disk.sync_file(path)")),
    ("the names of the generation in a backup are not forced", _POWER,
     "index.backup:_copy_generation", *_removed("disk.sync_folder(copied)")),
    ("CURRENT in a backup is not forced", _POWER, "index.backup:_copy_generation",
     *_removed("disk.sync_folder(root)")),
    ("the names in a restored home are not forced", _POWER, "index.restoring:_copy_backup",
     *_removed("disk.sync_folder(path)")),
    ("a restored home is acknowledged before its name is forced", _POWER,
     "index.restoring:_put_in_place",
     "disk.rename(folder, home)\n        disk.sync_folder(home.parent)",
     "disk.rename(folder, home)"),
    ("a home is removed before the restored one has its name", _POWER,
     "index.restoring:_put_in_place", "disk.exchange(folder, home)",
     "disk.remove(home); disk.rename(folder, home)"),
    ("an exchange of homes is acknowledged before it is forced", _POWER,
     "index.restoring:_put_in_place",
     "disk.exchange(folder, home)\n        disk.sync_folder(home.parent)",
     "disk.exchange(folder, home)"),
    ("a failed fsync is passed over", "refuse_fsync", "corpus.fsops:Disk.new_file",
     "            os.fsync(file.fileno())",
     "            try:\n                os.fsync(file.fileno())\n"
     "            except OSError:\n                pass"),
    ("a failed fsync is tried again", "refuse_fsync", "corpus.fsops:_sync",
     "        os.fsync(descriptor)",
     "        try:\n            os.fsync(descriptor)\n"
     "        except OSError:\n            os.fsync(descriptor)"),
    ("a refusal of the disk is told in no words", _FAULTS, "corpus.fsops:told_as_unwritable",
     "except OSError as error:", "except ZeroDivisionError as error:"),
    ("a report is added in two transactions", "kill_at_points",
     "corpus.library:Library._connection",
     'connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")', "pass"),
    ("a report is acknowledged and not committed", "kill_at_random",
     "corpus.library:Library._connection",
     "yield connection", "yield connection; connection.rollback() if writes else None"),
    ("two processes may write", "race", "corpus.fsops:Disk.lock",
     *_removed("fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)")),
    ("the digests of files are not compared", "flip_index", "index.manifest:_fault_of",
     "return \"\" if is_whole else", "return \"\" if True else"),
    ("only the sizes of files are compared", "flip_index", "index.manifest:seal",
     'digest = hashlib.file_digest(file, "sha256").hexdigest()', 'digest = ""'),
    ("the manifest is not compared with its name", "flip_index",
     "index.manifest:read_manifest", "if generation_name(content) != folder.name:", "if False:"),
    ("a generation is opened without being verified", "flip_index",
     "index.generation:Generation.open", *_removed("verify_files(folder, manifest)")),
    ("a file too many is not noticed", "alter_index", "index.manifest:faults_of_files",
     "sorted(found ^ set(manifest.files))", "sorted(set(manifest.files) - found)"),
    ("a missing file is not noticed", "alter_index", "index.manifest:faults_of_files",
     "sorted(found ^ set(manifest.files))", "sorted(found - set(manifest.files))"),
    ("a damaged generation passes for the one that is built again", _FAULTS,
     "index.publishing:_is_sound", "return False", "return True"),
    ("embeddings are taken over from a damaged generation", _FAULTS,
     "index.publishing:_earlier", "manifest = verify_generation(home)",
     "manifest = read_manifest(current_folder(home))"),
    ("the words of a report are not compared with their digest", "flip_library",
     "corpus.storage:_verified", "if sha256_of(str(text)) != sha256:", "if False:"),
    ("originals are not compared with their digest", "flip_library",
     "corpus.integrity:_faults_of_originals",
     "if not isinstance(source, bytes) or hashlib.sha256(source).hexdigest() != sha256:",
     "if False:"),
    ("the files of a backup are not compared with their digests", "flip_backup",
     "index.restoring:_copy_backup", "if seal(path) != manifest.files[name]:", "if False:"),
    ("the manifest of a backup is not compared with its digest", "read_formats",
     "index.backup:read_backup_manifest", "if not is_whole:", "if False:"),
    ("damage of an open index is found and ignored", "scrub_server",
     "web.renewal:CurrentAssistant.scrub", "self._give_up(swap, error)", "pass"),
    ("an index built again under its name is not opened", "scrub_server",
     "web.renewal:CurrentAssistant._is_news", "if self._damaged is not None:", "if False:"),
    ("a newer generation is never opened", "swap_under_load",
     "web.renewal:CurrentAssistant._is_news",
     "return published.name != self._assistant.receipt.generation", "return False"),
    ("an open index is loaded in place, part by part", "swap_under_load",
     "web.renewal:CurrentAssistant._renew",
     "self._assistant, self._damaged = newer, None",
     "for name, part in vars(newer).items():\n"
     "                setattr(self._assistant, name, part)\n"
     "                time.sleep(0.005)"),
    ("the time is sealed into a manifest", "build_again", "index.manifest:Manifest.to_bytes",
     "asdict(self)", '{**asdict(self), "made": __import__("time").time_ns()}'),
    ("ties are broken by chance", "ask_again", "index.ranking:Ranking.of",
     "np.lexsort((rows, -scores))",
     "np.lexsort((np.random.permutation(len(rows)), -scores))"),
    ("a generation of another format is opened", "read_formats",
     "index.manifest:read_manifest", 'if value["format"] != FORMAT:', "if False:"),
    ("a library of a later format is opened", "read_formats", "corpus.storage:_prepare",
     "if found not in (0, 1, FORMAT):", "if False:"),
    ("a backup of another format is restored", "read_formats",
     "index.backup:read_backup_manifest", "if found != FORMAT:", "if False:"),
    ("a home with reports is replaced unasked", "read_formats",
     "index.restoring:_refuse_occupied", "if found.reports or found.faults:", "if False:"),
)  # fmt: skip

PLANTS = tuple(
    Plant(what=what, trial=trial, only=_scenario_of(place, trial), place=place, old=old, new=new)
    for what, trial, place, old, new in _TABLE
)
