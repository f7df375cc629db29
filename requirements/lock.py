"""Write the lock files from pyproject.toml; needs uv on the path."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LOCKED = r"^([\w.-]+==\S+(?: ; [^\\\n]+?)?) \\$"
COMPILE = ("uv", "pip", "compile", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")
PLAIN = ("--no-emit-index-url", "--no-emit-find-links")


def main() -> None:
    """Lock the build tools, then the study with its tests and Parquet, then the plain versions of the study alone."""
    project = FOLDER.parent / "pyproject.toml"
    hashed = (*COMPILE, *PLAIN, "--generate-hashes")
    run(*hashed, str(FOLDER / "build.in"), "-o", str(FOLDER / "build.lock"))
    run(*hashed, "--extra", "parquet", "--group", f"{project}:dev", str(project), "-o", str(FOLDER / "all.lock"))
    pinned = re.findall(LOCKED, (FOLDER / "all.lock").read_text("utf-8"), re.MULTILINE)
    (FOLDER / "constraints.txt").write_text("\n".join(pinned) + "\n", "utf-8", newline="\n")


def run(*command: str) -> None:
    """Run a command and stop at a fault."""
    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
