INSERT INTO team_member (team, agent)
VALUES ($1, $2)
ON CONFLICT DO NOTHING
