-- Whether an older mail of the same inbox still waits.
CREATE INDEX raw_mail_in_order ON raw_mail (inbox, id) WHERE state = 1;
