"""What the office edits and prints: templates in a sandbox, sheets, reading copies, codes. Knows no step."""
