"""« Vérifier la base »: what the journal proves, anchors, repairs; and the log of what was consulted."""
