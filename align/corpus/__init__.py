"""A corpus: many pairs of documents in one run, with a ledger, tables and one report of all."""
