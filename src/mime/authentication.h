#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mime/email.h"

// What mail servers and filters on the way wrote into the header: who checked the sender, with what
// result (Authentication-Results, RFC 8601), and who took the mail for spam.
namespace mg::mime {

struct Authentication {
  std::string server;  // Who checked; "" where the field does not say.
  std::string method;  // "spf", "dkim", "dmarc", ...; lower case.
  std::string result;  // "pass", "fail", "none", ...; lower case.
  std::string about;   // What was checked, such as "header.from=customer.example"; may be "".

  bool operator==(const Authentication&) const = default;
};

inline constexpr std::size_t authentication_fields_max = 10;
inline constexpr std::size_t authentication_results_max = 50;
inline constexpr std::size_t spam_marks_max = 5;

// In the order of the header, the server nearest to us first. To be shown, never to be acted upon:
// anybody on the way can write such a field, and only one's own server's word counts.
std::vector<Authentication> read_authentication(const Email& email);

// Whether the server nearest to us says that DMARC fails (RFC 7489): the sender's domain disowns
// the mail. This may take a right from the mail, never give one, for anybody can have a field say
// less.
bool is_disowned(const Email& email);

// Fields by which a filter such as SpamAssassin or rspamd says that the mail is spam, each as it
// stands there: "X-Spam-Flag: YES". A filter's "no" is nothing. Anybody can write these, too, but
// who does only harms the own mail.
std::vector<std::string> read_spam_marks(const Email& email);

}  // namespace mg::mime
