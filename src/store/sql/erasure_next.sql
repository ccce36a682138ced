SELECT contact FROM erasure WHERE finished_at = 0 ORDER BY contact LIMIT 1
