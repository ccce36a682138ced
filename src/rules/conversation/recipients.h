#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/described.h"
#include "base/result.h"

// To whom an answer goes: what is suggested for it, and what becomes of an agent's own choice.
// Addresses are equal when their address_key() is. The requester gets every reply: what goes to
// others alone is no reply.
namespace mg::rules {

struct Person {
  std::string name, email;

  bool operator==(const Person&) const = default;
};
BOOST_DESCRIBE_STRUCT(Person, (), (name, email))
constexpr auto member_rules(const Person*) {
  return std::array{MemberRule{.member = "name", .may_be_absent = true}};
}

struct Recipients {
  std::vector<Person> to, cc, bcc;

  bool operator==(const Recipients&) const = default;
  std::size_t size() const { return to.size() + cc.size() + bcc.size(); }
};

inline constexpr std::size_t recipients_max = 50;  // Of one reply, in To, Cc and Bcc together.

// Keys of addresses, as address_key() makes them.
using AddressKeys = std::set<std::string, std::less<>>;

// Whether mail to this address comes back to us: one of our own, also with a plus-part.
bool is_own(const AddressKeys& own, std::string_view email);

// Whether two addresses are of one organisation, as far as their domains tell: not where anybody
// can have an address.
bool is_same_house(std::string_view email, std::string_view other);

// What the head of a mail says about people.
struct MailHead {
  Person from;
  std::vector<Person> to, cc, reply_to;
};

// What became of a Reply-To that names somebody else than From.
enum class ReplyTo : std::uint8_t {
  none,       // There is none.
  followed,   // From cannot be answered (a form, a no-reply address) or is of the same domain.
  elsewhere,  // It leads to another domain: From is answered, and whoever writes is warned.
};

struct AnswerTo {
  Person person;
  ReplyTo reply_to = ReplyTo::none;
  Person asked;  // Whom Reply-To names, unless none.
};
AnswerTo answer_to(const MailHead& head, const AddressKeys& own);

// What an answer can go by.
struct Asked {
  Person requester;
  AddressKeys requesters;        // Every address that counts as the requester's.
  AddressKeys own;               // Of all inboxes.
  AddressKeys known;             // Of those who have taken part openly.
  std::optional<MailHead> mail;  // The mail that is answered, if it is one.
  bool from_hidden = false;      // Its writer was in Bcc: nobody else may learn of them.
  bool from_stranger = false;    // Nobody of the conversation has named its writer.
  Recipients said;               // Without a mail: whom our last word was addressed to.
};

struct Suggestion {
  Recipients reply, reply_all;
  // Nobody whom this desk has not seen before would get it, so that all may be the default.
  bool all_by_default = false;
  AnswerTo answer;  // With its warning.
};
Suggestion suggest(const Asked& asked);

// An agent's choice; what is absent stays as it always was: the requester in To, nobody else.
struct WantedRecipients {
  std::optional<std::vector<Person>> to, cc, bcc;

  bool any() const { return to || cc || bcc; }
};

// Without our own addresses and without repetitions (the first of To, Cc and Bcc counts).
// bad_input with the pointer of what is wrong: bad_address, bad_line, too_many_recipients, or
// requester_missing when the requester is neither in To nor in Cc.
Result<Recipients> choose(const WantedRecipients& wanted, const Person& requester,
                          const AddressKeys& requesters, const AddressKeys& own);

}  // namespace mg::rules
