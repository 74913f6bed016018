"""Compiles the modules that have declarations for Cython (`.pxd`) beside them, where there is a compiler.

Anywhere else the wheel is pure Python and does the same, only slower: `cleaner --version` tells which it is.
An editable install is always pure, so that what is edited is what runs. HATCH_BUILD_NO_HOOKS=true makes a
pure wheel on purpose.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DIRECTIVES = {
    "language_level": 3,
    "annotation_typing": False,  # the types of variables stand in the declarations alone
    "boundscheck": False,
    "wraparound": False,
    "initializedcheck": False,
    "cdivision": True,
}
# Without fused multiply-add, which rounds once where Python rounds twice, both builds give the same last bit.
UNIX_FLAGS = ["-O2", "-g0", "-ffp-contract=off"]


class CompiledModules(BuildHookInterface[Any]):
    """Adds what was compiled to a wheel, and says so in its tag."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, unless the install is editable; where that fails, say why and go on without."""
        if self.target_name != "wheel" or version == "editable":
            return
        self._folder = tempfile.TemporaryDirectory()
        try:
            found = dict(compiled(Path(self.root), Path(self._folder.name)))
        except (Exception, SystemExit) as error:
            self.app.display_warning(
                f"the wheel will be pure Python, for nothing could be compiled: {error!r}"
            )
            return
        build_data["force_include"].update(found)
        build_data["infer_tag"], build_data["pure_python"] = True, False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was compiled: the wheel has it."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def compiled(root: Path, folder: Path) -> Iterator[tuple[str, str]]:
    """Each compiled file, made in this folder, and its place in the wheel."""
    from Cython.Build import cythonize  # noqa: PLC0415  (it may be missing)
    from setuptools import Distribution, Extension  # noqa: PLC0415
    from setuptools.command.build_ext import build_ext  # noqa: PLC0415

    flags = [] if os.name == "nt" else UNIX_FLAGS
    sources = [
        path.relative_to(root).with_suffix(".py") for path in sorted((root / "cleaner").rglob("*.pxd"))
    ]
    modules = [
        Extension(".".join(path.with_suffix("").parts), [str(path)], extra_compile_args=flags)
        for path in sources
    ]
    made = cythonize(modules, build_dir=str(folder), compiler_directives=DIRECTIVES, quiet=True)
    command = build_ext(Distribution({"ext_modules": made}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "temp")
    command.ensure_finalized()
    command.run()
    for path in map(Path, command.get_outputs()):
        yield str(path), path.relative_to(folder / "lib").as_posix()
