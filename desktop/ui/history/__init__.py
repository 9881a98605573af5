"""The history of the applicant on one page: years, chart, dossiers, other funders, doubts on names."""
