"""Mixed load: mails by LMTP, replies and notes by API, words on the customer's page. All of it is
written down in a ledger."""
import itertools
import threading
import uuid

from desk import Gone, Http, wait_for
from ledger import new_mark
from mail import Lmtp, mail_bytes


class Conversation:
    def __init__(self, identity, link, reply_to, customer):
        self.id = identity
        self.link = link          # The customer's page.
        self.reply_to = reply_to  # Mail to it lands in this conversation.
        self.customer = customer


def begin_conversations(desk, stub, count):
    """`count` conversations that were acknowledged to their customers, for the load to go on."""
    lmtp, http, begun = Lmtp(desk), Http(desk), []
    for number in range(count):
        customer = f"regular{number}@customer.example.test"
        raw = mail_bytes(customer, "help", f"Start {number}", "Good morning.",
                         f"{uuid.uuid4().hex}@customer.example.test")
        assert lmtp.send(customer, raw) == 250
    for number in range(count):
        customer = f"regular{number}@customer.example.test"
        mail = wait_for("the acknowledgement", 30, lambda to=customer: next(
            (m for m in stub.taken() if m.recipient == to and m.link), None))
        item = next(i for i in http.pages("/conversations") if i["contact"]["email"] == customer)
        begun.append(Conversation(item["id"], mail.link, mail.reply_to, customer))
    lmtp.close()
    http.close()
    return begun


class Load:
    """Worker threads until stop(). `pause`: seconds between two things of one worker."""
    mail_workers, api_workers, page_workers = 2, 2, 1

    def __init__(self, desk, ledger, conversations, pause=0.004):
        self.desk, self.ledger, self.conversations = desk, ledger, conversations
        self.pause = pause
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.mails = {}     # mark: (sender, bytes, recipient)
        self.requests = {}  # Idempotency-Key: (path, body, mark)
        self.answers = {}   # Idempotency-Key: id of the message
        self.codes = set()  # Of LMTP and HTTP, what came.
        self.errors = []    # What should never happen.
        self.threads = [threading.Thread(target=self.run, args=(work, number), daemon=True)
                        for work, count in ((self.send_mails, self.mail_workers),
                                            (self.write_answers, self.api_workers),
                                            (self.write_on_page, self.page_workers))
                        for number in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive(), "a client hangs: the server neither answers nor closes"
        if self.errors:
            raise AssertionError(self.errors[:5])

    def run(self, work, number):
        try:
            for turn in itertools.count(number):
                if self.over.wait(self.pause):
                    return
                work(number, turn)
        except Exception as error:  # pylint: disable=broad-except  # Told by stop().
            self.errors.append(repr(error))

    def settle(self, mark, kind, code, good):
        """Notes the answer; false when it was no acknowledgement."""
        self.codes.add((kind, code))
        if code in good:
            self.ledger.note("ack", mark, kind=kind)
            return True
        self.ledger.note("maybe", mark, kind=kind, code=code)
        if code not in (0, 421, 451, 452, 503):
            self.errors.append(f"{kind} got {code}")
        self.over.wait(0.05)
        return False

    def client(self, number, make):
        """This thread's own client."""
        mine = threading.current_thread()
        if not hasattr(mine, "client"):
            mine.client = make(self.desk)
        return mine.client

    def send_mails(self, number, turn):
        mark, regular = new_mark(), self.conversations[turn % len(self.conversations)]
        into_known = turn % 3 == 0
        sender = regular.customer if into_known else f"{mark}@customer.example.test"
        recipient = regular.reply_to if into_known else "help@support.example.test"
        raw = mail_bytes(sender, recipient, f"Question {mark}", f"Words with {mark} in them.",
                         f"{mark}@customer.example.test")
        with self.lock:
            self.mails[mark] = (sender, raw, recipient)
        self.ledger.note("intent", mark, kind="mail")
        try:
            code = self.client(number, Lmtp).send(sender, raw, recipient)
        except Gone:
            code = 0
        self.settle(mark, "mail", code, (250,))

    def write_answers(self, number, turn):
        mark, key = new_mark(), str(uuid.uuid4())
        conversation = self.conversations[turn % len(self.conversations)]
        path = f"/conversations/{conversation.id}/messages"
        body = {"kind": "note" if turn % 2 else "reply", "text": f"Answer {mark}."}
        with self.lock:
            self.requests[key] = (path, body, mark)
        self.ledger.note("intent", mark, kind="api")
        try:
            status, answer = self.client(number, Http).api("POST", path, body, key)
        except Gone:
            status, answer = 0, None
        if self.settle(mark, "api", status, (201,)):
            with self.lock:
                self.answers[key] = answer["id"]

    def write_on_page(self, number, turn):
        mark = new_mark()
        conversation = self.conversations[turn % len(self.conversations)]
        self.ledger.note("intent", mark, kind="page")
        try:
            status = self.client(number, Http).post_form(conversation.link, "/messages",
                                                         {"text": f"From the page: {mark}."})
        except Gone:
            status = 0
        self.settle(mark, "page", status, (303,))

    def retry_everything_open(self, acked_sample=20):
        """As mail servers and clients do: what got no good answer is sent again, with the same
        bytes or key. A few acknowledged ones, too: a repetition never makes a second message."""
        states = {}
        for entry in self.ledger.entries():
            states[entry["mark"]] = entry["event"]
        sample = {"mail": acked_sample, "api": acked_sample}

        def again(mark, kind):
            if states.get(mark) != "ack":
                return True
            sample[kind] -= 1
            return sample[kind] >= 0
        lmtp, http = Lmtp(self.desk), Http(self.desk)
        for mark, (sender, raw, recipient) in self.mails.items():
            if again(mark, "mail"):
                assert lmtp.send(sender, raw, recipient) == 250
                self.ledger.note("ack", mark, kind="mail")
        for key, (path, body, mark) in self.requests.items():
            if again(mark, "api"):
                status, answer = http.api("POST", path, body, key)
                assert status == 201, (status, answer)
                known = self.answers.setdefault(key, answer["id"])
                assert known == answer["id"], f"{key} made {known} and then {answer['id']}"
                self.ledger.note("ack", mark, kind="api")
        lmtp.close()
        http.close()
