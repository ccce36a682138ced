#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mime/email.h"
#include "mime/part.h"

// Delivery reports: by form (RFC 3464), by prose, and complaints (RFC 5965).
namespace mg::mime {

// Sets is_bounce, is_feedback_report, bounces and original_message_id of an email whose other
// members are filled.
void find_bounces(const Part& root, Email& email);

// The recipients of one message/delivery-status body.
std::vector<Bounce> read_delivery_status(std::string_view body);

// What the text of a notice says where no delivery report is attached. `original` is the header of
// the mail that came back, as far as it is known.
std::vector<Bounce> read_bounce_prose(std::string_view notice, const Header& header,
                                      const Header& original);

// Fills the same members from a notification in JSON (Amazon SES); false if `text` is none.
bool read_json_notice(std::string_view text, Email& email);

// The notice without the mail that was returned below it; the latter goes to `original`.
std::string_view split_returned(std::string_view text, std::string_view& original);

// The first enhanced status code (RFC 3463, class 4 or 5) in `text`, or "".
std::string status_in(std::string_view text);

// All enhanced status codes in `text`, in order.
std::vector<std::string> statuses_in(std::string_view text);

// The most telling status code of `text` and `own` ("5.7.1" says more than "5.0.0"), of one class.
std::string best_status_in(std::string_view text, std::string_view own);

// The lines of a notice that name the recipient, such as "550 <ana@example.com>... User unknown".
std::string lines_about(std::string_view notice, std::string_view recipient);

// Where a delivery report only says "5.0.0", asks the words of the notice for more.
void sharpen(std::vector<Bounce>& bounces, std::string_view notice);

// The status that the words or the three-digit SMTP code of a server mean, or "".
std::string status_of_words(std::string_view text);

// "failed" for class 5, "delayed" for 4, "delivered" for 2.
std::string action_of(std::string_view status);

// Whether the words are those of a mail server giving a mail back.
bool reads_like_bounce(std::string_view text);

// The addr-spec that begins or lies in `text`, lower case and without brackets, or "".
std::string address_in(std::string_view text);

}  // namespace mg::mime
