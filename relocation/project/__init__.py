"""What a planner states: groups of inputs, validated, every value with its unit and its source."""
