#include "pexpack/cli/messages.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <unistd.h>

#include <cstdlib>

#include "pexpack/support/quotations.hpp"
#include "pexpack/support/secrets.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// NO_COLOR switches colours off when it is set to anything but nothing (the no-color convention).
bool wants_colors() {
    const char* no_color = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    if (no_color != nullptr && *no_color != '\0') return false;
    if (terminal != nullptr && std::string_view(terminal) == "dumb") return false;
    return ::isatty(STDERR_FILENO) == 1;
}

spdlog::level::level_enum level_of(int verbosity) {
    if (verbosity < 0) return spdlog::level::err;
    return verbosity == 0 ? spdlog::level::info : spdlog::level::debug;
}

constexpr std::string_view kRed = "\033[1;31m";
constexpr std::string_view kYellow = "\033[1;33m";
constexpr std::string_view kBlue = "\033[1;34m";
constexpr std::string_view kPlain = "\033[0m";

}  // namespace

std::string harmless(std::string_view message) {
    const std::string text = without_secrets(message);
    std::vector<std::string> lines;
    for (const std::string_view line : split(text, '\n'))
        lines.push_back(with_short_quotations(printable(line)));
    return join(lines, "\n");
}

Messages::Messages(int verbosity)
    : log_(std::make_unique<spdlog::logger>("pexpack",
                                            std::make_shared<spdlog::sinks::stderr_sink_mt>())),
      colors_(wants_colors()) {
    log_->set_pattern("%v");
    log_->set_level(level_of(verbosity));
}

Messages::~Messages() = default;

std::string Messages::label(std::string_view word, std::string_view color) const {
    if (!colors_) return fmt::format("{}:", word);
    return fmt::format("{}{}:{}", color, word, kPlain);
}

void Messages::detail(std::string_view text) {
    if (log_->should_log(spdlog::level::debug)) log_->debug("{}", harmless(text));
}
void Messages::info(std::string_view text) {
    if (log_->should_log(spdlog::level::info)) log_->info("{}", harmless(text));
}
void Messages::warning(std::string_view text) {
    log_->warn("{} {}", label("warning", kYellow), harmless(text));
}

void Messages::error(const Error& error) {
    std::string place;
    // A conflict has many places and shows them in its details.
    if (error.where().size() == 1 && error.packages().empty())
        place = error.where()[0].to_string() + ": ";
    log_->error("{} {}", label("error", kRed), harmless(place + error.message()));
    for (const std::string& line : error.detail_lines()) log_->error("  {}", harmless(line));
    for (const std::string& cause : error.causes())
        log_->error("{} {}", label("caused by", kRed), harmless(cause));
    if (!error.hint_text().empty())
        log_->error("{} {}", label("hint", kBlue), harmless(error.hint_text()));
}

}  // namespace pexpack
