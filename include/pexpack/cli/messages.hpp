// What the command says on stderr. stdout is for data alone. Passwords in URLs and what could steer
// a terminal are taken out here, whatever a message quotes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "pexpack/support/error.hpp"

namespace spdlog {
class logger;
}

namespace pexpack {

// The message as it may be shown, whatever input it quotes: no password of it, and nothing that
// steers a terminal. Line ends stay.
std::string harmless(std::string_view message);

class Messages {
  public:
    // -1: errors only; 0: what was decided; 1: also details.
    explicit Messages(int verbosity);
    ~Messages();
    Messages(const Messages&) = delete;
    Messages& operator=(const Messages&) = delete;

    void detail(std::string_view text);
    void info(std::string_view text);
    void warning(std::string_view text);
    // `error:`, the places, what caused it and what to do, each on lines of its own.
    void error(const Error& error);

  private:
    std::string label(std::string_view word, std::string_view color) const;

    std::unique_ptr<spdlog::logger> log_;
    bool colors_;
};

}  // namespace pexpack
