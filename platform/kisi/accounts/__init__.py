"""Accounts: who works on the platform. In every schema – a guide of two towns has two accounts."""
