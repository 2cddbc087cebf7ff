"""What is to come again and again."""
