SELECT team, agent FROM team_member ORDER BY team, agent
