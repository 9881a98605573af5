"""The first sift of a dossier: its pieces, its eligibility, the request for what lacks, the verdict."""
