"""From blocks to sentences, a module a language."""
