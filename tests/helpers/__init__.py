"""What several tests need: documents, encoders, commands, slow oracles."""
