"""What is recorded of whom, and who has agreed to it."""
