#include "rules/conversation/recipients.h"

#include <algorithm>
#include <array>

#include "base/address.h"
#include "base/mailbox.h"

namespace mg::rules {
namespace {

constexpr std::size_t name_bytes_max = 200;

// Where anybody can have an address, so that the same domain says nothing about who it is.
constexpr std::array<std::string_view, 22> public_domains{
    "aol.com",        "freenet.de", "fastmail.com",   "gmail.com",   "gmx.at",      "gmx.com",
    "gmx.de",         "gmx.net",    "googlemail.com", "hotmail.com", "icloud.com",  "live.com",
    "mail.com",       "mail.ru",    "me.com",         "msn.com",     "outlook.com", "proton.me",
    "protonmail.com", "web.de",     "yahoo.com",      "yandex.ru"};

std::string_view domain_of(std::string_view key) {
  return key.substr(std::min(key.rfind('@') + 1, key.size()));
}

bool is_below(std::string_view domain, std::string_view parent) {
  return domain.size() > parent.size() + 1 && domain.ends_with(parent) &&
         domain[domain.size() - parent.size() - 1] == '.' &&
         parent.find('.') != std::string_view::npos;
}

// One organisation, as far as names tell. A domain that is below another one counts as the same,
// but never one that is below a bare "com".
bool is_one_house(std::string_view a, std::string_view b) {
  if (a != b && !is_below(a, b) && !is_below(b, a)) return false;
  return std::ranges::find(public_domains, a) == public_domains.end() &&
         std::ranges::find(public_domains, b) == public_domains.end();
}

bool takes_no_answer(std::string_view key) {
  std::string plain;
  for (const char c : key.substr(0, key.rfind('@'))) {
    if (c != '-' && c != '_' && c != '.') plain += c;
  }
  return plain.starts_with("noreply") || plain.starts_with("donotreply") ||
         plain.starts_with("dontreply") || plain.starts_with("nepasrepondre");
}

bool is_one_line(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

// Lists in which everybody stands once, and we ourselves never.
struct Gathering {
  const AddressKeys& own;
  AddressKeys seen = {};
  std::size_t count = 0;

  void add(std::vector<Person>& list, const Person& person) {
    std::string key = address_key(person.email);
    if (key.empty() || count == recipients_max || is_own(own, key)) return;
    if (!seen.insert(std::move(key)).second) return;
    list.push_back(person);
    ++count;
  }
  void add(std::vector<Person>& list, const std::vector<Person>& people) {
    for (const Person& person : people) add(list, person);
  }
};

bool holds(const AddressKeys& keys, const Person& person) {
  return keys.contains(address_key(person.email));
}

// The requester's address that our last word went to; the usual one when it went to none.
Person requester_in(const Asked& asked) {
  for (const auto* list : {&asked.said.to, &asked.said.cc}) {
    for (const Person& person : *list) {
      if (holds(asked.requesters, person)) return person;
    }
  }
  return asked.requester;
}

Recipients to_all_of_mail(const Asked& asked, const Person& requester, const Person& writer) {
  Recipients all;
  Gathering gathering{asked.own};
  gathering.add(all.to, requester);
  // However many addresses the requester has, one of them is enough.
  gathering.seen.insert(asked.requesters.begin(), asked.requesters.end());
  if (asked.from_hidden) {
    gathering.add(all.bcc, writer);
    return all;
  }
  // Neither who has joined unasked, nor whom they name.
  if (asked.from_stranger) return all;
  gathering.add(all.cc, writer);
  // Who is answered at Reply-To is not answered at From, too.
  gathering.seen.insert(address_key(asked.mail->from.email));
  gathering.add(all.cc, asked.mail->to);
  gathering.add(all.cc, asked.mail->cc);
  return all;
}

Recipients to_all_again(const Asked& asked, const Person& requester) {
  Recipients all;
  Gathering gathering{asked.own};
  gathering.add(all.to, requester);
  gathering.seen.insert(asked.requesters.begin(), asked.requesters.end());
  gathering.add(all.to, asked.said.to);
  gathering.add(all.cc, asked.said.cc);
  return all;
}

bool are_known(const Asked& asked, const std::vector<Person>& people) {
  return std::ranges::all_of(people, [&](const Person& person) {
    return holds(asked.requesters, person) || holds(asked.known, person);
  });
}

}  // namespace

bool is_own(const AddressKeys& own, std::string_view email) {
  const std::string key = address_key(email);
  return !key.empty() && (own.contains(key) || own.contains(without_plus(key)));
}

bool is_same_house(std::string_view email, std::string_view other) {
  const std::string one = address_key(email);
  const std::string two = address_key(other);
  return !one.empty() && !two.empty() && is_one_house(domain_of(one), domain_of(two));
}

AnswerTo answer_to(const MailHead& head, const AddressKeys& own) {
  AnswerTo answer{head.from, ReplyTo::none, {}};
  const std::string from = address_key(head.from.email);
  for (const Person& person : head.reply_to) {
    const std::string key = address_key(person.email);
    if (key == from && !key.empty()) return {head.from, ReplyTo::none, {}};
    const bool usable = !key.empty() && !is_own(own, key);
    if (usable && answer.asked.email.empty()) answer.asked = person;
  }
  if (answer.asked.email.empty()) return answer;
  const std::string asked = address_key(answer.asked.email);
  const bool follow = from.empty() || is_own(own, from) || takes_no_answer(from) ||
                      is_one_house(domain_of(from), domain_of(asked));
  answer.reply_to = follow ? ReplyTo::followed : ReplyTo::elsewhere;
  if (follow) answer.person = answer.asked;
  return answer;
}

Suggestion suggest(const Asked& asked) {
  Suggestion suggestion;
  if (!asked.mail) {
    const Person requester = requester_in(asked);
    suggestion.answer.person = requester;
    suggestion.reply.to = {requester};
    suggestion.reply_all = to_all_again(asked, requester);
  } else {
    suggestion.answer = answer_to(*asked.mail, asked.own);
    const bool by_requester = holds(asked.requesters, asked.mail->from);
    const Person requester = by_requester ? suggestion.answer.person : requester_in(asked);
    suggestion.reply_all = to_all_of_mail(asked, requester, suggestion.answer.person);
    // Whoever has just written is answered, though the requester is the one it is for; a stranger
    // only when the agent says so.
    suggestion.reply = suggestion.reply_all;
    std::erase_if(suggestion.reply.cc, [&](const Person& person) {
      return by_requester || asked.from_stranger || person != suggestion.answer.person;
    });
  }
  suggestion.all_by_default = suggestion.reply_all != suggestion.reply &&
                              are_known(asked, suggestion.reply_all.to) &&
                              are_known(asked, suggestion.reply_all.cc);
  return suggestion;
}

Result<Recipients> choose(const WantedRecipients& wanted, const Person& requester,
                          const AddressKeys& requesters, const AddressKeys& own) {
  Recipients chosen;
  Gathering gathering{own};
  const auto fill = [&](std::vector<Person>& list, const std::vector<Person>& people,
                        const std::string& pointer) -> Result<void> {
    if (gathering.count + people.size() > recipients_max) {
      return refuse(RefusalKind::bad_input, "too_many_recipients",
                    "A reply goes to at most 50 people.", pointer);
    }
    for (std::size_t i = 0; i < people.size(); ++i) {
      const std::string at = pointer + "/" + std::to_string(i);
      // What the requester really wrote from is theirs, however odd.
      if (!holds(requesters, people[i]) && !plain_mailbox(people[i].email, Dots::anywhere)) {
        return refuse(RefusalKind::bad_input, "bad_address", "This is not an e-mail address.",
                      at + "/email");
      }
      if (!is_one_line(people[i].name) || people[i].name.size() > name_bytes_max) {
        return refuse(RefusalKind::bad_input, "bad_line",
                      "A name stands on one line and has at most 200 characters.", at + "/name");
      }
      gathering.add(list, people[i]);
    }
    return {};
  };
  const std::vector<Person> none;
  const std::vector<Person> usual{requester};
  if (auto ok = fill(chosen.to, wanted.to ? *wanted.to : usual, "/to"); !ok) {
    return std::unexpected(ok.error());
  }
  if (auto ok = fill(chosen.cc, wanted.cc.value_or(none), "/cc"); !ok) {
    return std::unexpected(ok.error());
  }
  if (auto ok = fill(chosen.bcc, wanted.bcc.value_or(none), "/bcc"); !ok) {
    return std::unexpected(ok.error());
  }
  const auto is_requester = [&](const Person& person) { return holds(requesters, person); };
  if (std::ranges::none_of(chosen.to, is_requester) &&
      std::ranges::none_of(chosen.cc, is_requester)) {
    return refuse(RefusalKind::bad_input, "requester_missing",
                  "A reply goes to the person who asked, too. Keep them in To or Cc.", "/to");
  }
  return chosen;
}

}  // namespace mg::rules
