#include <array>

#include "base/ascii.h"
#include "mime/bounce.h"
#include "mime/phrase_list.h"

namespace mg::mime {
namespace {

struct Phrase {
  std::string_view words;
  std::string_view status;
};

constexpr Phrase phrases[] = {
#include "mime/bounce_phrases.inc"
};

// Only so much of a notice is searched for phrases; servers say it early.
constexpr std::size_t words_max = 32 * 1024;

// clang-format off
constexpr std::string_view bounce_words[] = {
    "could not deliver", "couldn't be delivered", "couldn't deliver", "delayed mail", "deliverable",
    "delivery delayed", "delivery error", "delivery failed", "delivery failure",
    "delivery has failed", "delivery notification", "delivery problem", "delivery report",
    "delivery status notification", "delivery to the following", "did not reach",
    "ei voitu toimittaa", "error message below", "failed addresses", "failed delivery",
    "failure notice", "failure reasons", "gick inte att leverera", "has been delayed",
    "iletilemedi", "impossibile recapitare", "invalid user", "kunde inte levereras",
    "kunne ikke afleveres", "kunne ikke leveres", "kézbesíthetetlen", "mail delivery fail",
    "mail error", "mail returned", "mail system error", "mancata consegna", "message delivery",
    "message rejected", "message that you sent", "message you sent", "nedoruč", "nelze doručit",
    "nem kézbesíthető", "nicht zugestellt", "nie mogła zostać dostarczona", "nie można dostarczyć",
    "niedostarczaln", "niet worden afgeleverd", "niet worden bezorgd", "niet-bezorgbaar",
    "no entregado", "no ha podido ser entregado", "no pudo ser entregado",
    "no se ha podido entregar", "no se pudo entregar", "no se puede entregar", "no such user",
    "non recapitabile", "non remis", "non è stato possibile recapitare", "non-delivery",
    "nondelivery", "not able to deliver", "not be delivered", "not delivered",
    "nu a putut fi livrat", "não entregue", "não foi possível entregar", "não pôde ser entregue",
    "onbestelbaar", "pas pu être distribué", "pas pu être remis", "pas été délivré",
    "permanent fatal errors", "rejected by a remote mail server", "rejected your message",
    "return to sender", "returned mail", "returned to sender", "returning message to sender",
    "returning to sender", "teslim edilemedi", "transcript of session follows",
    "transient non-fatal errors", "unable to deliver", "undeliver", "unknown user", "unzustellbar",
    "user unknown", "was not sent", "wasn't able to deliver", "wasn't delivered",
    "zustellung fehlgeschlagen", "zustellung verzögert", "échec de la remise", "δεν παραδόθηκε",
    "не вдалося доставити", "не доставлено", "не может быть доставлено", "не удается доставить",
    "не удалось доставить", "недоставлен", "לא נמסרה", "تعذر تسليم", "届けられません", "无法投递", "无法送达",
    "未能送达", "未送達", "無法傳遞", "退信", "送信できません", "配信でき", "配信不能", "配送できません", "반송", "배달되지", "배달하지 못",
};
// clang-format on
static_assert(is_in_order(bounce_words));

bool is_boundary(char c) {
  return !ascii::is_alnum(c) && c != '.' && c != '-';
}

// A reply code as servers write it: "550 5.1.1 ...", "550-", "(#550)", "said: 554".
char code_class_in(std::string_view text) {
  for (std::size_t i = 0; i + 3 < text.size(); ++i) {
    const char c = text[i];
    if ((c != '4' && c != '5') || text[i + 1] < '0' || text[i + 1] > '7') continue;
    if (!ascii::is_digit(text[i + 2])) continue;
    const bool starts = i == 0 || text[i - 1] == '\n' || text[i - 1] == '#' || text[i - 1] == '(' ||
                        text[i - 1] == ' ' || text[i - 1] == '=' || text[i - 1] == ':';
    const char next = text[i + 3];
    if (starts &&
        (next == ' ' || next == '-' || next == ':' || next == ')' || next == ',' || next == '\n')) {
      return c;
    }
  }
  return '\0';
}

}  // namespace

namespace {

// How much a status says: 0 for "somehow" (5.0.0), 1 for half of it (5.1.0, or 4.4.7 "expired",
// which is the outcome and not the cause), 2 for the rest.
int weight(std::string_view status) {
  if (status.ends_with(".0.0")) return 0;
  return status.ends_with(".0") || status.ends_with(".4.7") ? 1 : 2;
}

// The status code at or behind `from`, which moves behind it; "" at the end.
std::string next_status(std::string_view text, std::size_t& from) {
  for (std::size_t i = from; i + 4 < text.size(); ++i) {
    const char c = text[i];
    if ((c != '4' && c != '5') || text[i + 1] != '.' || text[i + 3] != '.') continue;
    if (text[i + 2] < '0' || text[i + 2] > '7' || (i > 0 && !is_boundary(text[i - 1]))) continue;
    std::size_t end = i + 4;
    while (end < text.size() && ascii::is_digit(text[end])) ++end;
    const std::size_t digits = end - i - 4;
    if (digits < 1 || digits > 3) continue;
    const bool goes_on =
        end < text.size() &&
        (ascii::is_alnum(text[end]) ||
         (text[end] == '.' && end + 1 < text.size() && ascii::is_digit(text[end + 1])));
    if (goes_on) continue;
    from = end;
    return std::string(text.substr(i, end - i));
  }
  from = text.size();
  return {};
}

}  // namespace

std::string status_in(std::string_view text) {
  std::size_t from = 0;
  return next_status(text, from);
}

std::vector<std::string> statuses_in(std::string_view text) {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::string status = next_status(text, from); !status.empty() && out.size() < 100;
       status = next_status(text, from)) {
    out.push_back(std::move(status));
  }
  return out;
}

std::string best_status_in(std::string_view text, std::string_view own) {
  std::string best;
  for (const std::string& said : statuses_in(text)) {
    if (!own.empty() && said[0] != own[0]) continue;
    if (!best.empty() && said[0] != best[0]) continue;
    if (best.empty() || weight(said) > weight(best)) best = said;
  }
  if (best.empty() || (!own.empty() && weight(own) > weight(best))) best = own;
  return best;
}

std::string status_of_words(std::string_view text) {
  text = text.substr(0, words_max);
  const std::string words = ascii::lower(ascii::squeeze(text));
  const char code = code_class_in(text);
  for (const Phrase& phrase : phrases) {
    std::string_view wanted = phrase.words;
    if (wanted.starts_with('?')) {
      if (code != '\0') continue;
      wanted.remove_prefix(1);
    }
    if (words.find(wanted) == std::string::npos) continue;
    std::string status(phrase.status);
    if (code != '\0') status[0] = code;
    return status;
  }
  return code == '\0' ? std::string() : std::string(1, code) + ".0.0";
}

std::string action_of(std::string_view status) {
  if (status.starts_with('2')) return "delivered";
  return status.starts_with('4') ? "delayed" : "failed";
}

bool reads_like_bounce(std::string_view text) {
  const std::string words = ascii::lower(ascii::squeeze(text.substr(0, words_max)));
  return std::ranges::any_of(bounce_words, [&](std::string_view phrase) {
    return words.find(phrase) != std::string::npos;
  });
}

}  // namespace mg::mime
