"""« Signaler une panne »: the report read before it is kept, and a fault told calmly."""
