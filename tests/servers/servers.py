#!/usr/bin/env python3
"""Real servers for the tests: PostgreSQL, Postfix and Dovecot from their Debian packages.

  servers.py [postgres] [postfix --lmtp-port N] [dovecot] [--log-folder DIR]

Each runs on free loopback ports with configuration, queue and data in a folder below /tmp of its
own; nothing in /etc is read or written and no system service is touched. When all of them answer,
one line of JSON is printed, such as
  {"postgres": {"url": "postgresql://postgres@127.0.0.1:40001/postgres"},
   "postfix": {"smtp_port": 40002, "config": "/tmp/mg-x/etc"},
   "dovecot": {"imap_port": 40003, "lmtp_port": 40004, "password": "secret"}}
and they run until SIGTERM, SIGINT or the end of standard input. Then they are ended by process id
and their folder is removed. As somebody else than root, Postfix and Dovecot start through sudo.

Postfix takes mail for support.example.test and hands it over by LMTP to 127.0.0.1:N; mail for
customer.example.test goes to Dovecot (with dovecot alone). It relays nothing else. Each
...@customer.example.test is a mailbox of Dovecot with the password "secret".
"""
import argparse
import contextlib
import grp
import json
import os
import pwd
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

START_SECONDS_MAX = 60
POSTGRES_BIN = "/usr/lib/postgresql/15/bin"
POSTFIX_SBIN = "/usr/lib/postfix/sbin"
SUPPORT_DOMAIN = "support.example.test"
CUSTOMER_DOMAIN = "customer.example.test"
PASSWORD = "secret"


def free_ports(count):
    """Ports that are all free now; held together while they are chosen, so they differ."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def write(path, text, mode=0o644):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)


class Server:
    """One server program in a folder of its own. `with Postgres() as postgres: ...`"""
    stop_signal = signal.SIGTERM
    stop_seconds_max = 15
    log_name = None  # A log that the server writes itself; else its output is the log.

    def __init__(self):
        self.folder = None
        self.process = None

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="mg-", dir="/tmp")
        os.chmod(self.folder, 0o755)
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(self.stop_seconds_max)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)  # The group that we made below.
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, command, ports, **options):
        """Starts the command in a process group of its own; returns when all ports answer."""
        with open(f"{self.folder}/output", "ab") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output,
                                            stderr=output, start_new_session=True, **options)
        end = time.monotonic() + START_SECONDS_MAX
        while not all(answers(port) for port in ports):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{command[0]} did not start:\n{self.log()}")
            time.sleep(0.05)

    def log(self):
        text = ""
        for name in ("output", self.log_name):
            with contextlib.suppress(OSError, TypeError):
                with open(f"{self.folder}/{name}", encoding="utf-8", errors="replace") as file:
                    text += file.read()
        return text

    def start(self):
        raise NotImplementedError

    def facts(self):
        """What a test has to know, for the line of JSON."""
        raise NotImplementedError


class Postgres(Server):
    stop_signal = signal.SIGINT  # "Fast": ends the connections that are left.

    def __init__(self, durable=False):
        super().__init__()
        self.durable = durable
        self.port = None

    def start(self):
        # PostgreSQL refuses to run as root.
        options = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        data = f"{self.folder}/data"
        made = subprocess.run([f"{POSTGRES_BIN}/initdb", "-D", data, "-U", "postgres",
                               "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd="/", check=False, **options)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}")
        self.port, = free_ports(1)
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "max_connections": 200,
                    "unix_socket_directories": "", "shared_buffers": "128MB",
                    "fsync": "on" if self.durable else "off"}
        command = [f"{POSTGRES_BIN}/postgres", "-D", data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.run(command, [self.port], cwd="/", **options)
        self.wait_until_ready(options)

    def wait_until_ready(self, options):
        end = time.monotonic() + START_SECONDS_MAX
        ready = [f"{POSTGRES_BIN}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, cwd="/", check=False, **options).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL is not ready:\n{self.log()}")
            time.sleep(0.05)

    @property
    def url(self):
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def facts(self):
        return {"url": self.url, "port": self.port}


DOVECOT_CONF = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:~/Maildir
mail_fsync = {mail_fsync}
first_valid_uid = 1
recipient_delimiter = +
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap_port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp_port}
  }}
}}
service anvil {{
  client_limit = 1200
}}
protocol lmtp {{
  postmaster_address = postmaster@{domain}
}}
"""


class Dovecot(Server):
    stop_seconds_max = 1  # It gives its idle processes six seconds that no test needs.
    log_name = "dovecot.log"

    def __init__(self, mail_fsync="optimized"):
        super().__init__()
        self.mail_fsync = mail_fsync
        self.imap_port = self.lmtp_port = None

    def start(self):
        owner = pwd.getpwnam("mail")
        for name in ("mail", "state"):
            os.mkdir(f"{self.folder}/{name}")
        os.chown(f"{self.folder}/mail", owner.pw_uid, owner.pw_gid)
        self.imap_port, self.lmtp_port = free_ports(2)
        write(f"{self.folder}/dovecot.conf", DOVECOT_CONF.format(
            folder=self.folder, mail_fsync=self.mail_fsync, password=PASSWORD, uid=owner.pw_uid,
            gid=owner.pw_gid, imap_port=self.imap_port, lmtp_port=self.lmtp_port,
            domain=CUSTOMER_DOMAIN))
        self.run(["/usr/sbin/dovecot", "-F", "-c", f"{self.folder}/dovecot.conf"],
                 [self.imap_port, self.lmtp_port], cwd="/")

    def facts(self):
        return {"imap_port": self.imap_port, "lmtp_port": self.lmtp_port, "password": PASSWORD}


POSTFIX_MAIN = """
compatibility_level = 3.6
mail_owner = postfix
setgid_group = postdrop
daemon_directory = {sbin}
command_directory = /usr/sbin
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
relay_domains = {domains}
smtpd_relay_restrictions = reject_unauth_destination
smtpd_peername_lookup = no
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
disable_dns_lookups = yes
smtp_host_lookup = native
transport_maps = inline:{{ {transports} }}
default_transport = error:5.7.1 mail for other domains does not leave this machine
smtputf8_enable = yes
in_flow_delay = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 3s
transport_retry_time = 1s
"""

POSTFIX_MASTER = """
127.0.0.1:{smtp_port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix(Server):
    log_name = "log/mail.log"

    def __init__(self, lmtp_port, customer_lmtp_port=None):
        super().__init__()
        self.hops = {SUPPORT_DOMAIN: lmtp_port}
        if customer_lmtp_port:
            self.hops[CUSTOMER_DOMAIN] = customer_lmtp_port
        self.smtp_port = None

    def start(self):
        self.smtp_port, = free_ports(1)
        self.make_folders()
        transports = ", ".join(f"{{ {domain} = lmtp:inet:127.0.0.1:{port} }}"
                               for domain, port in self.hops.items())
        write(f"{self.folder}/etc/main.cf", POSTFIX_MAIN.format(
            folder=self.folder, sbin=POSTFIX_SBIN, domains=" ".join(self.hops),
            transports=transports))
        write(f"{self.folder}/etc/master.cf", POSTFIX_MASTER.format(smtp_port=self.smtp_port))
        self.run([f"{POSTFIX_SBIN}/master", "-c", f"{self.folder}/etc", "-d"], [self.smtp_port],
                 cwd=f"{self.folder}/queue")

    def make_folders(self):
        owner = pwd.getpwnam("postfix")
        drop = grp.getgrnam("postdrop").gr_gid
        for name in ("etc", "log", "queue", "queue/pid"):
            os.mkdir(f"{self.folder}/{name}")
        for name in ("data", "queue/active", "queue/bounce", "queue/corrupt", "queue/defer",
                     "queue/deferred", "queue/flush", "queue/hold", "queue/incoming",
                     "queue/private", "queue/saved", "queue/trace"):
            os.mkdir(f"{self.folder}/{name}")
            os.chmod(f"{self.folder}/{name}", 0o700)
            os.chown(f"{self.folder}/{name}", owner.pw_uid, 0)
        for name, mode in (("queue/maildrop", 0o730), ("queue/public", 0o710)):
            os.mkdir(f"{self.folder}/{name}")
            os.chmod(f"{self.folder}/{name}", mode)
            os.chown(f"{self.folder}/{name}", owner.pw_uid, drop)

    def facts(self):
        return {"smtp_port": self.smtp_port, "config": f"{self.folder}/etc"}


def start_all(stack, options):
    """{name: Server} in the order in which they need one another."""
    servers = {}
    if "postgres" in options.servers:
        servers["postgres"] = stack.enter_context(Postgres(durable=options.durable))
    if "dovecot" in options.servers:
        fsync = "always" if options.durable else "optimized"
        servers["dovecot"] = stack.enter_context(Dovecot(mail_fsync=fsync))
    if "postfix" in options.servers:
        customer = servers["dovecot"].lmtp_port if "dovecot" in servers else None
        servers["postfix"] = stack.enter_context(Postfix(options.lmtp_port, customer))
    return servers


def wait_for_the_end():
    """Until SIGTERM, SIGINT (both raise SystemExit), or the other side closes standard input."""
    while True:
        ready, _, _ = select.select([0], [], [])
        if ready and not os.read(0, 4096):
            return


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("servers", nargs="+", choices=("postgres", "postfix", "dovecot"))
    parser.add_argument("--lmtp-port", type=int, help="where Postfix hands mail for support over")
    parser.add_argument("--durable", action="store_true", help="every write reaches the disk")
    parser.add_argument("--log-folder", help="copies the servers' logs there at the end")
    options = parser.parse_args(arguments)
    if "postfix" in options.servers and not options.lmtp_port:
        parser.error("postfix needs --lmtp-port")
    if os.geteuid() != 0 and set(options.servers) & {"postfix", "dovecot"}:
        os.execvp("sudo", ["sudo", "-n", sys.executable, os.path.abspath(__file__), *arguments])
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    with contextlib.ExitStack() as stack:
        servers = start_all(stack, options)
        if options.log_folder:
            os.makedirs(options.log_folder, exist_ok=True)
            for name, server in servers.items():
                stack.callback(lambda n=name, s=server: write(f"{options.log_folder}/{n}.log",
                                                              s.log()))
        print(json.dumps({name: server.facts() for name, server in servers.items()}), flush=True)
        wait_for_the_end()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
