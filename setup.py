"""Which packages a build holds: all that lie in the folders at the root, as ``duizhao.<folder>``.

Everything else is in pyproject.toml, where setuptools cannot put a name before the packages it
finds.
"""

from setuptools import find_packages, setup

FOLDERS = ("align", "corpora", "eval", "models")

setup(
    packages=[
        "duizhao",
        "duizhao.cli",
        "duizhao.cli.options",
        *(f"duizhao.{name}" for name in FOLDERS),
        *(f"duizhao.{name}.{room}" for name in FOLDERS for room in find_packages(name)),
    ]
)
