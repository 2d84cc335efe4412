"""How anything is measured: records, new processes, saved vectors."""
