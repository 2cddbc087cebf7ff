"""The benchmarks. Every figure is a ratio against a named baseline of the same run; medians of several runs."""
