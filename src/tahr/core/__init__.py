"""What everything stands on: dtypes, trees, specs, variables, scopes, configuration, errors."""
