#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "mime/header.h"

// The tree of body parts, RFC 2045 and 2046. Bodies are views into the raw mail, so the tree costs
// little however large the mail is; GMime's own parser builds an object for each part of a hostile
// mail before anybody could stop it, which is why only its decoders are used (transfer.h).
namespace mg::mime {

struct Part {
  Header header;
  Parameters type;         // Content-Type; value "" when there is none.
  Parameters disposition;  // Content-Disposition.
  std::string_view body;   // Not decoded.
  std::vector<Part> children;

  bool is(std::string_view name) const { return type.value == name; }
  bool is_multipart() const { return type.value.starts_with("multipart/"); }
  std::string decoded() const;  // After the Content-Transfer-Encoding.
  // Decoded and converted to UTF-8, with LF line ends; how the character set was found goes to
  // `oddities`.
  std::string text(Reasons& oddities) const;
};

// Where decoded bytes live that parts look into (a message/rfc822 sent as base64).
using Arena = std::deque<std::string>;

// Reads header and body of a whole message, within the limits of email.h. `raw` and `arena` must
// outlive the part.
Part read_parts(std::string_view raw, Arena& arena, Reasons& oddities);

// Undoes format=flowed (RFC 3676): joins soft-broken lines, per quote depth.
std::string unflow(std::string_view text, bool delete_space);

}  // namespace mg::mime
