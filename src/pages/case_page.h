#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "facts/enums.h"
#include "pages/frame.h"
#include "pages/headline.h"

// The customer's page: GET /c/{token}. Pure: the same page gives the same bytes; no script, no
// inline style, nothing from elsewhere. Internal notes cannot be shown: there is no place for them.
namespace mg::pages {

enum class Author {
  you,    // The customer who holds this link.
  other,  // Somebody else on the customer's side (Cc).
  agent,
  automatic,  // The program itself, e.g. the acknowledgement.
};

struct AttachmentLink {
  std::string name;
  std::int64_t size = 0;  // Bytes.
  std::string url;        // Path on this server.
};

struct ThreadEntry {
  Author author = Author::you;
  std::string name = {};  // Not shown for `you`.
  Instant at = {};
  std::variant<std::string, SafeHtml> text = {};  // Plain text, or what the sanitiser let through.
  std::string quoted = {};                        // Plain; folded away.
  std::vector<AttachmentLink> attachments = {};
};

enum class StepKind {
  heard,
  first_answer,
  answer,
  your_words,
  promise_made,
  promise_kept,
  promise_broken,
  asked,
  said_not_yet,
  said_solved,
  went_on,
  not_confirmed,
};
struct ProgressStep {
  StepKind kind = StepKind::heard;
  Instant at = {};
};

struct Proposal {
  std::string id = {};    // Hidden field `proposal`: a yes to an older one is stale.
  std::string text = {};  // Plain; what the agent says was done. May be empty.
  std::string by = {};    // May be empty.
  Instant at = {};
};

struct NewerConversation {
  std::string number = {};
  std::string url = {};  // Empty: only named.
};

// What came of the form that was just posted.
enum class Flash {
  none,
  words_stored,
  said_solved,
  said_not_yet,
  empty,
  too_long,
  cut_off,  // So long that only the beginning could be kept.
  files_too_large,
  too_many_files,
  stale_proposal,
  form_expired,
  too_often,
  files_of_day_too_large,  // One page takes only so much in a day.
  bad_form,                // It could not be read, or lacks what it must have.
  from_elsewhere,          // Another site sent it.
  not_the_asker,           // Somebody else's question.
  key_reused,              // The Idempotency-Key is another request's.
  bad_key,
};
inline bool is_error(Flash flash) {
  return flash >= Flash::empty;
}

// Limits of the form, which the page states. The handler enforces them.
inline constexpr std::int64_t files_max = 10;
inline constexpr std::int64_t files_bytes_max = 25ll << 20;  // All files of one form.
struct FormLimits {
  std::int64_t characters = 20000;
  std::int64_t files = files_max;
  std::int64_t file_bytes = files_bytes_max;
  std::int64_t file_bytes_a_day = 250ll << 20;
};

struct CasePage {
  Frame frame = {};
  std::string path = {};  // "/c/{token}"
  std::string first_name = {};
  std::string number = {}, subject = {};

  State state = State::open;
  Turn turn = Turn::us;
  std::optional<NextPromise> promise = {};  // The one that counts now, or the last one.
  std::string agent = {};                   // Who looks after it; empty: nobody yet.
  std::optional<Proposal> proposal = {};  // What "Is it solved?" asks about; also when unconfirmed.
  std::optional<Instant> solved_at = {};
  bool may_answer = true;   // False for who was only copied in.
  bool may_object = false;  // In spam: what the reader writes brings it back.
  bool answered = false;    // A person has written at least once.

  std::string own_words = {};            // Verbatim from the customer, cut only between words.
  std::vector<ProgressStep> steps = {};  // Oldest first.
  std::vector<ThreadEntry> thread = {};  // Oldest first, without notes.
  std::string earlier_url = {};          // Of what was said before; empty: nothing.
  bool is_earlier = false;               // Shows an earlier part of the thread and nothing to do.
  std::optional<NewerConversation> newer = {};

  Flash flash = Flash::none;
  std::string kept_text = {};          // After an error: what was in the form.
  std::string kept_words = {};         // The same for the words beside Yes / Not yet.
  bool flash_is_about_answer = false;  // The error belongs to Yes / Not yet, not to the message.
  HiddenFields hidden = {};            // In every form of this page.
  FormLimits limits = {};
  std::optional<Instant> link_expires_at = {};
};

inline constexpr std::size_t entries_open_max = 12;  // Older ones are folded, none is left out.
inline constexpr std::size_t steps_shown_max = 5;    // The first and the newest; the rest counted.

std::string render_case_page(const CasePage& page);

}  // namespace mg::pages
