"""What the pages show, as records for the components."""
