"""A hook of MkDocs: adds the pages of the reference to the site when it is built."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from scripts.reference.markdown import FIRST, whole
from scripts.reference.pages import pages

FOLDER = "reference"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Puts all pages where the navigation names the first."""
    for entry in config.nav or ():
        for title, file in entry.items():
            if file == f"{FOLDER}/{FIRST}":
                entry[title] = [file, *({p.title: f"{FOLDER}/{p.file}"} for p in pages())]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the pages, which are in no folder."""
    for file, text in whole().items():
        files.append(File.generated(config, f"{FOLDER}/{file}", content=text))
    return files
