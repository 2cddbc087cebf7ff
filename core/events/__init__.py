"""Events: what stands in somebody's own agenda."""
