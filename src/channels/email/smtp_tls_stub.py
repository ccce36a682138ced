"""An SMTP server with a self-signed certificate for "localhost", for smtp_tls_test.cc.

Prints "STARTTLS_PORT TLS_PORT CERTIFICATE_FILE" and serves until its standard input ends.
The answer to a message says whether it came over TLS.
"""

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

folder = tempfile.TemporaryDirectory()
key, certificate = os.path.join(folder.name, "key.pem"), os.path.join(folder.name, "cert.pem")
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
     "-nodes", "-keyout", key, "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
     "-addext", "subjectAltName=DNS:localhost"],
    check=True, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)


def converse(connection, tls):
    if tls:
        connection = context.wrap_socket(connection, server_side=True)
    stream = connection.makefile("rwb")

    def say(words):
        stream.write(words.encode() + b"\r\n")
        stream.flush()

    say("220 stub")
    while line := stream.readline():
        word = line.split()[0].upper()
        if word == b"EHLO":
            say("250-stub\r\n250 " + ("PIPELINING" if tls else "STARTTLS"))
        elif word == b"STARTTLS":
            say("220 go on")
            connection = context.wrap_socket(connection, server_side=True)
            stream, tls = connection.makefile("rwb"), True
        elif word == b"DATA":
            say("354 go on")
            while stream.readline() not in (b".\r\n", b""):
                pass
            say("250 2.0.0 " + ("over TLS" if tls else "in clear"))
        elif word == b"QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


def serve_one(connection, tls):
    try:
        converse(connection, tls)
    except (ssl.SSLError, OSError, ValueError):
        pass  # The client turned away, which is what some tests want.
    finally:
        connection.close()


def serve(listening, tls):
    while True:
        connection, _ = listening.accept()
        threading.Thread(target=serve_one, args=(connection, tls), daemon=True).start()


ports = []
for implicit in (False, True):
    server = socket.create_server(("127.0.0.1", 0))
    ports.append(str(server.getsockname()[1]))
    threading.Thread(target=serve, args=(server, implicit), daemon=True).start()
print(*ports, certificate, flush=True)
sys.stdin.read()
