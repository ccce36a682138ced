#!/usr/bin/env python3
"""Mail for the end-to-end tests, one JSON answer on standard output.

  mail.py send --port N --from A --to A --subject S [--cc A] [--reply-to A] [--in-reply-to ID]
               < TEXT                                                            {"message_id"}
  mail.py bounce --port N --to A --about ID --recipient A                        {}
  mail.py inbox --port N --user A --password P                                   [MAIL, ...]

MAIL: {"from", "to", "cc", "reply_to", "subject", "message_id", "in_reply_to", "references",
"auto_submitted", "text", "html", "raw"}, in the order of arrival.
"""
import argparse
import email
import email.message
import email.policy
import email.utils
import imaplib
import json
import smtplib
import sys


def send(options):
    # Folded at 78 columns, a long In-Reply-To would become encoded words: no mail client does so.
    mail = email.message.EmailMessage(email.policy.default.clone(max_line_length=900))
    mail["From"], mail["To"], mail["Subject"] = options.sender, options.to, options.subject
    mail["Date"] = email.utils.localtime()
    mail["Message-ID"] = email.utils.make_msgid(domain="customer.example.test")
    if options.cc:
        mail["Cc"] = options.cc
    if options.reply_to:
        mail["Reply-To"] = options.reply_to
    if options.in_reply_to:
        mail["In-Reply-To"] = mail["References"] = options.in_reply_to
    mail.set_content(sys.stdin.read())
    with smtplib.SMTP("127.0.0.1", options.port, timeout=20) as smtp:
        smtp.send_message(mail)
    return {"message_id": mail["Message-ID"]}


REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.customer.example.test>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: {id}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I could not deliver your message.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example.test

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--b
Content-Type: text/rfc822-headers

Message-ID: {about}

--b--
"""


def bounce(options):
    """What another mail server reports about a mail of ours: without a sender."""
    report = REPORT.format(to=options.to, recipient=options.recipient, about=options.about,
                           id=email.utils.make_msgid(domain="mx.customer.example.test"))
    with smtplib.SMTP("127.0.0.1", options.port, timeout=20) as smtp:
        smtp.sendmail("", [options.to], report.encode())
    return {}


def body(mail, kind):
    part = mail.get_body((kind,))
    return part.get_content() if part else ""


def inbox(options):
    mails = []
    with imaplib.IMAP4("127.0.0.1", options.port, timeout=20) as imap:
        imap.login(options.user, options.password)
        imap.select("INBOX", readonly=True)
        for number in imap.search(None, "ALL")[1][0].split():
            raw = imap.fetch(number, "(RFC822)")[1][0][1]
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            names = ("from", "to", "cc", "reply-to", "subject", "message-id", "in-reply-to",
                     "references", "auto-submitted")
            mails.append({n.replace("-", "_"): str(mail[n]) if mail[n] else "" for n in names} |
                         {"text": body(mail, "plain"), "html": body(mail, "html"),
                          "raw": raw.decode("latin-1")})
    return mails


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("send")
    one.set_defaults(run=send)
    one.add_argument("--port", type=int, required=True)
    one.add_argument("--from", dest="sender", required=True)
    one.add_argument("--to", required=True)
    one.add_argument("--subject", required=True)
    one.add_argument("--cc")
    one.add_argument("--reply-to")
    one.add_argument("--in-reply-to")
    one = commands.add_parser("bounce")
    one.set_defaults(run=bounce)
    one.add_argument("--port", type=int, required=True)
    one.add_argument("--to", required=True)
    one.add_argument("--about", required=True)
    one.add_argument("--recipient", required=True)
    one = commands.add_parser("inbox")
    one.set_defaults(run=inbox)
    one.add_argument("--port", type=int, required=True)
    one.add_argument("--user", required=True)
    one.add_argument("--password", required=True)
    options = parser.parse_args(arguments)
    print(json.dumps(options.run(options)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
