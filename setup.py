"""Metadata and build of collective.schoolrecords."""

from pathlib import Path
from setuptools import find_namespace_packages
from setuptools import setup
from setuptools.command.build_py import build_py

import sys


HERE = Path(__file__).parent
PACKAGE = Path("collective", "schoolrecords")


class BuildWithTranslations(build_py):
    """Compile every message catalogue while the package is built.

    ``.mo`` files are not kept in git. A wheel gets them from here; a development
    installation gets them beside their ``.po`` (as ``make i18n`` does).
    """

    def run(self):
        super().run()
        # tools/ is no part of the package, so it is found by its path.
        sys.path.insert(0, str(HERE / "tools"))
        try:
            from translations import compile_all
        finally:
            sys.path.pop(0)
        root = HERE / "src" if self.editable_mode else Path(self.build_lib)
        compile_all(root / PACKAGE)


setup(
    name="collective.schoolrecords",
    version="1.0.0.dev0",
    description="School records for Plone: kept as long as the law asks, destroyed only by act",
    long_description="\n\n".join(
        (HERE / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md")
    ),
    long_description_content_type="text/markdown",
    author="The collective.schoolrecords contributors",
    url="https://github.com/collective/collective.schoolrecords",
    license="GPL-2.0-only",
    classifiers=[
        "Development Status :: 3 - Alpha",
        "Environment :: Web Environment",
        "Framework :: Plone",
        "Framework :: Plone :: 6.2",
        "Framework :: Plone :: Addon",
        "Intended Audience :: Education",
        "Natural Language :: Russian",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python",
        "Programming Language :: Python :: 3.11",
        "Programming Language :: Python :: 3.12",
        "Programming Language :: Python :: 3.13",
    ],
    keywords="Plone school records retention archive",
    packages=find_namespace_packages("src"),
    package_dir={"": "src"},
    include_package_data=True,
    zip_safe=False,
    cmdclass={"build_py": BuildWithTranslations},
    python_requires=">=3.11",
    install_requires=[
        "Products.CMFPlone>=6.2",
        "PyStemmer",
        "SQLAlchemy>=2",
        "XlsxWriter",
        "asn1crypto",
        "bagit",
        "collective.exportimport",
        "cryptography",
        "openpyxl",
        "plone.api",
        "plone.app.dexterity",
        "plone.distribution",
        "plone.restapi",
        "pyhanko",
        "pyhanko-certvalidator",
        "python-calamine",
        # collective.exportimport imports pkg_resources, which setuptools 81 drops.
        "setuptools<81",
        "typst",
        "z3c.pt",
    ],
    extras_require={
        "develop": [
            "babel",
            "plone.app.upgrade",
            "plone.classicui",
            "plone.recipe.zope2instance",
            "ruff",
            "towncrier",
            "zc.buildout",
            "zc.recipe.egg",
            "zpretty",
        ],
        "postgresql": [
            "RelStorage[postgresql]",
            "psycopg2-binary",
        ],
        "test": [
            "babel",
            "build",
            "freezegun",
            "horse-with-no-namespace",
            "hypothesis",
            "playwright",
            "plone.app.testing",
            "plone.restapi[test]",
            "psycopg2-binary",
            "pytest",
            "pytest-playwright",
            "pytest-plone",
            "pytest-xdist",
            "python-gettext",
            "RelStorage[postgresql]",
            "requests",
            "wheel",
        ],
    },
    entry_points={
        "console_scripts": [
            "schoolrecords = collective.schoolrecords.setup.commandline:main",
        ],
        "plone.autoinclude.plugin": ["target = plone"],
        "z3c.autoinclude.plugin": ["target = plone"],
        "zc.buildout": [
            "administrator = collective.schoolrecords.setup.administrator:Recipe",
        ],
    },
)
