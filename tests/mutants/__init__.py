"""What the tests notice when the code is changed, part by part: docs/mutants.md."""
