// URLs as requirements files use them (RFC 3986; the fragment's keys are pip's).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pexpack {

// In lower case; "" when `text` has none.
std::string url_scheme(std::string_view text);

// http, https, file, ftp or a version control scheme like git+https.
bool is_url(std::string_view text);
bool is_vcs_url(std::string_view text);
// What `-r` takes for a URL: http:, https: or file:.
bool is_readable_url(std::string_view text);

struct UrlParts {
    std::string scheme;  // lower case
    std::string authority;
    std::string path;  // still quoted
    bool has_authority = false;
};
UrlParts split_url(std::string_view url);

// `reference` as found in the document `base` (RFC 3986 section 5.2).
std::string joined_url(std::string_view base, std::string_view reference);

// The last part of the path, unquoted.
std::string url_filename(std::string_view url);

// The value of KEY in "#egg=x&subdirectory=y", if it is there.
std::optional<std::string> fragment_value(std::string_view url, std::string_view key);

// "sha256:…" of the first hash in the fragment, or "".
std::string fragment_hash(std::string_view url);

// ".whl", ".tar.gz", "": the ending that tells the kind of a file, as written.
std::string archive_ending(std::string_view filename);
// Whether the ending is that of a wheel or a source archive.
bool is_archive(std::string_view filename);

}  // namespace pexpack
