"""Which packages a build holds: all in the folders at the root, and the command line.

A folder at the root is the package ``duizhao.<folder>``. Everything else is in pyproject.toml:
there, setuptools cannot put a name before the packages it finds.
"""

from setuptools import find_packages, setup

FOLDERS = {name: name for name in ("align", "corpora", "eval", "models")} | {
    "cli": "src/duizhao/cli"
}

setup(
    packages=[
        "duizhao",
        *(f"duizhao.{name}" for name in FOLDERS),
        *(
            f"duizhao.{name}.{room}"
            for name, path in FOLDERS.items()
            for room in find_packages(path)
        ),
    ]
)
