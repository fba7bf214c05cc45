"""The service catalogue as open data: what is said (RDF), in whose words (CPSV-AP), and how it is written."""
