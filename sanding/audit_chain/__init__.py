"""The audit log as a chain that an outsider can check: blocks, the exported evidence, its proof (ADR 0021)."""
