#pragma once

#include <functional>
#include <string>
#include <string_view>

// A customer's HTML mail as a document of its own, for a frame that is sandboxed.
namespace mg::api {

// The data: URL of the picture of the mail that has this content id; "" shows its alt text. Asked
// once for each place where the picture stands.
using MailPicture = std::function<std::string(std::string_view content_id)>;

// `html` is sanitised once more, so that whatever is stored (cut at the size limit, or cleaned by
// an older version) can neither leave the document's body nor load anything on its own: pictures of
// the mail come from `picture`, remote ones get their address only with `remote_pictures`. A mail
// without colours of its own follows the reader's light or dark; one with colours is shown on
// white, as it was designed. UTF-8; pure, any thread.
std::string mail_document(std::string_view html, bool remote_pictures, const MailPicture& picture);

// The Content-Security-Policy to serve it with: no script, no origin, no form, framed by us alone.
std::string mail_security_policy(bool remote_pictures);

// "data:TYPE;base64,..." (RFC 2397).
std::string data_url(std::string_view type, std::string_view bytes);

}  // namespace mg::api
