"""The platform looks after itself, and shows the operator what it saw."""
