"""The applicant beside the public registers, each field taken over by one key."""
