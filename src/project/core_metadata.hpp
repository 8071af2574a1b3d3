// METADATA of a wheel that is being made (core metadata 2.4, PEP 639).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pexpack {

struct CoreMetadata {
    std::string name;     // as written
    std::string version;  // as the back end writes it; a version by PEP 440
    std::string requires_python;
    std::vector<std::string> requirements;  // Requires-Dist, markers of extras included
    std::vector<std::string> extras;        // Provides-Extra
    std::vector<std::string> license_files;
    // What nobody computes with: Summary, Author-email, Project-URL, …
    std::vector<std::pair<std::string, std::string>> headers;
    std::string description_content_type;
    std::string description;

    // Nothing for an empty text.
    void add(std::string_view header, std::string_view text);

    // Hands over a value that would start a header of its own.
    std::string to_text() const;
};

}  // namespace pexpack
