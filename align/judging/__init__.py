"""What a finding is called, and how much it matters: rules, policy, settings."""
