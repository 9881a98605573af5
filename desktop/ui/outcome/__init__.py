"""What follows a decision: conditions, proofs that the applicant was told, reopening."""
