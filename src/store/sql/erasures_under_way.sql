SELECT started_at, addresses FROM erasure WHERE finished_at = 0
