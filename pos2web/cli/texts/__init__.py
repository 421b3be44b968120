"""What the commands say to a person, in French and in English."""
