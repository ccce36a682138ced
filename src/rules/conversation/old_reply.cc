#include "rules/conversation/old_reply.h"

namespace mg::rules {

facts::Facts old_reply(MessageId message, AgentId agent, Instant written_at) {
  facts::ReplyWritten written;
  written.message = message;
  written.agent = agent;
  written.release_at = written_at;
  return {written, facts::ReplyReleased{message, agent}};
}

}  // namespace mg::rules
