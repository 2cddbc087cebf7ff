"""Reading what people type: from a text to its meaning, or to a Refusal that says what would be right."""
