"""The three lists of requirements (pyproject, locks, conda) say the same."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
LOCKED = re.findall(
    r"^([\w.-]+)==(\S+?)(?: ; .*?)? \\$", (ROOT / "requirements/all.lock").read_text("utf-8"), re.MULTILINE
)


def test_environment_yml_lists_what_pyproject_requires() -> None:
    of_pip = next(entry["pip"] for entry in CONDA["dependencies"] if isinstance(entry, dict))
    assert [line for line in of_pip if not line.startswith("--")] == PROJECT["project"]["dependencies"]
    assert of_pip[0] == "--constraint requirements/constraints.txt"
    assert of_pip[-1] == "--editable ."


def test_environment_yml_takes_python_and_pip_from_conda_forge() -> None:
    conda = [entry for entry in CONDA["dependencies"] if isinstance(entry, str)]
    assert conda == [f"python{PROJECT['project']['requires-python']}", "pip>=24"]
    assert CONDA["channels"][0] == "conda-forge"


@pytest.mark.parametrize(
    "requirement", [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]], ids=str
)
def test_every_requirement_is_locked_in_the_range_that_it_asks_for(requirement: str) -> None:
    wanted = Requirement(requirement)
    versions = [version for name, version in LOCKED if canonicalize_name(name) == canonicalize_name(wanted.name)]
    assert versions
    assert all(wanted.specifier.contains(version) for version in versions)


def test_the_lock_holds_whatever_its_packages_ask_for_since_nothing_else_is_installed() -> None:
    lines = (ROOT / "requirements/constraints.txt").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines]
    locked = {
        canonicalize_name(pin.name): str(pin.specifier).removeprefix("==")
        for pin in pins
        if pin.marker is None or pin.marker.evaluate()
    }
    for distribution in importlib.metadata.distributions():
        if canonicalize_name(distribution.name) not in locked:
            continue  # brought by hand, as JupyterLab is
        for line in distribution.requires or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                version = locked.get(canonicalize_name(needed.name))
                assert version, f"{distribution.name} asks for {needed}"
                assert needed.specifier.contains(version), f"{distribution.name} asks for {needed}, not {version}"


def test_constraints_are_the_versions_of_the_lock() -> None:
    constraints = (ROOT / "requirements/constraints.txt").read_text("utf-8").splitlines()
    assert [tuple(line.split(" ; ")[0].split("==")) for line in constraints] == LOCKED


def test_every_locked_package_has_hashes_and_no_index_is_named() -> None:
    for name in ("all.lock", "build.lock"):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        assert "://" not in text
        for entry in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in entry
