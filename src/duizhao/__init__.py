"""Align a text with its translation or digest, and show what the translation lost.

The work is done in four folders, each imported as ``duizhao.<folder>``:

- :mod:`duizhao.corpora`: texts in and out (documents, sentences, bitexts, TMX, TSV),
- :mod:`duizhao.models`: sentences to vectors,
- :mod:`duizhao.align`: vectors to beads, findings and reports,
- :mod:`duizhao.eval`: scores against gold.

Nothing heavy is imported here: ``import duizhao`` loads no model and no numpy.
"""

__version__ = "0.1.0"

__all__ = ["__version__"]
