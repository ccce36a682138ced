#include "main/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace mg::app {

void start_log() {
  auto logger = std::make_shared<spdlog::logger>("makegood",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern(R"({"at":"%Y-%m-%dT%H:%M:%S.%e%z","level":"%l","message":"%v"})");
  spdlog::set_default_logger(logger);
}

}  // namespace mg::app
