"""What `make bench` measures. It prints Markdown tables; docs/benchmarks.md keeps them with their date."""
