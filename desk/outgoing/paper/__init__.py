"""What is handed over on paper: PDF documents, and printing them."""
