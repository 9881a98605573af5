"""The workbench of the envelopes: dossiers as rows, funders as columns, totals that follow every key."""
