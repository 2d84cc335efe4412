"""Code, addresses, variables and markup that a translation takes over as they stand."""
