"""Events, reasons and values in people's words."""
