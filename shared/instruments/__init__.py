"""What a survey asks, as data: definitions of instruments, answers to them, XLSForm. No tables (see README.md)."""
