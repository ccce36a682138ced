DELETE FROM team_member WHERE team = $1
