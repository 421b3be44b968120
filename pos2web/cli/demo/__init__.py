"""`demo` and `sandbox`: a boutique of our own, to try things on."""
