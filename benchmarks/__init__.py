"""What is measured: speed, calls, memory."""
