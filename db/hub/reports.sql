-- Reports, run on the tables that the service projects from the journal.
SELECT 1;
