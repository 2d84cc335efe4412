"""An editor's own glossary: which translations of a term are wanted, and which are forbidden."""
