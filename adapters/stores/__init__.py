"""What every backup store shares: its rule about names, addresses, and how it is tried."""
