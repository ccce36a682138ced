SELECT position FROM follower WHERE name = $1
