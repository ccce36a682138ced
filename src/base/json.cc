#include "base/json.h"

namespace mg::json {

Refusal refusal_of(const Faults& faults) {
  Refusal refusal{
      .kind = RefusalKind::bad_input, .code = "invalid_json", .detail = {}, .pointer = {}};
  for (const Fault& fault : faults) {
    if (!refusal.detail.empty()) refusal.detail += ' ';
    refusal.detail += fault.detail;
  }
  if (!faults.empty()) refusal.pointer = faults.front().pointer;
  // A fault with a place is in a document that could be read.
  if (!refusal.pointer.empty() || refusal.detail.starts_with("The body must")) {
    refusal.code = "invalid_member";
  }
  return refusal;
}

}  // namespace mg::json
