"""Readers of file formats, one small module each, chosen by :mod:`duizhao.corpora.registry`."""
