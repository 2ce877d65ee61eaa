"""An invented district with known truth: feeds the demo, the tests and the benchmarks."""
