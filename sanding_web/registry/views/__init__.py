"""Pages of the registry: batches, vintages, villages, reference sheets."""
