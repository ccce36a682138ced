SELECT agent, body FROM draft WHERE conversation = $1
