#include "urls.hpp"

#include <algorithm>
#include <array>

#include "pexpack/support/file_url.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {
namespace {

constexpr std::array<std::string_view, 22> kVcsSchemes{
    "bzr+http", "bzr+https", "bzr+ssh",   "bzr+sftp", "bzr+ftp",        "bzr+lp",
    "bzr+file", "git+http",  "git+https", "git+ssh",  "git+git",        "git+file",
    "hg+file",  "hg+http",   "hg+https",  "hg+ssh",   "hg+static-http", "svn+ssh",
    "svn+http", "svn+https", "svn+svn",   "svn+file"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// RFC 3986 section 5.2.4.
std::string without_dot_segments(std::string_view path) {
    std::vector<std::string_view> kept;
    const std::vector<std::string_view> segments = split(path, '/');
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool last = i + 1 == segments.size();
        if (segments[i] == "..") {
            if (kept.size() > 1) kept.pop_back();
        } else if (segments[i] != ".") {
            kept.push_back(segments[i]);
            continue;
        }
        if (last) kept.emplace_back("");
    }
    std::vector<std::string> parts(kept.begin(), kept.end());
    return join(parts, "/");
}

std::string_view without_fragment_and_query(std::string_view url) {
    return url.substr(0, url.find_first_of("?#"));
}

}  // namespace

std::string url_scheme(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_ascii_alpha(text.front())) return "";
    const std::string_view scheme = text.substr(0, colon);
    const bool valid = std::all_of(scheme.begin(), scheme.end(), [](char c) {
        return is_ascii_alnum(c) || c == '+' || c == '-' || c == '.';
    });
    return valid ? ascii_lower(scheme) : "";
}

bool is_vcs_url(std::string_view text) {
    return contains(kVcsSchemes, url_scheme(text));
}

bool is_url(std::string_view text) {
    constexpr std::array<std::string_view, 4> plain{"http", "https", "file", "ftp"};
    return contains(plain, url_scheme(text)) || is_vcs_url(text);
}

bool is_readable_url(std::string_view text) {
    constexpr std::array<std::string_view, 3> readable{"http", "https", "file"};
    return contains(readable, url_scheme(text));
}

UrlParts split_url(std::string_view url) {
    UrlParts parts;
    parts.scheme = url_scheme(url);
    std::string_view rest = without_fragment_and_query(url);
    if (!parts.scheme.empty()) rest.remove_prefix(parts.scheme.size() + 1);
    if (rest.starts_with("//")) {
        rest.remove_prefix(2);
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        parts.has_authority = true;
        parts.authority = std::string(rest.substr(0, slash));
        rest.remove_prefix(slash);
    }
    parts.path = std::string(rest);
    return parts;
}

std::string joined_url(std::string_view base, std::string_view reference) {
    if (!url_scheme(reference).empty()) return std::string(reference);
    const UrlParts from = split_url(base);
    std::string result = from.scheme + ":";
    if (reference.starts_with("//")) return result.append(reference);
    if (from.has_authority) result.append("//").append(from.authority);
    if (reference.empty()) return result.append(from.path);

    const std::size_t path_end = std::min(reference.find_first_of("?#"), reference.size());
    const std::string_view path = reference.substr(0, path_end);
    std::string target;
    if (path.starts_with('/')) {
        target = std::string(path);
    } else if (path.empty()) {
        target = from.path;
    } else {
        target = from.path.substr(0, from.path.rfind('/') + 1) + std::string(path);
        if (!target.starts_with('/')) target.insert(0, "/");
    }
    return result.append(without_dot_segments(target)).append(reference.substr(path_end));
}

std::string url_filename(std::string_view url) {
    std::string path = unquoted(split_url(url).path);
    while (path.ends_with('/')) path.pop_back();
    return path.substr(path.rfind('/') + 1);
}

std::optional<std::string> fragment_value(std::string_view url, std::string_view key) {
    std::size_t at = url.find_first_of("#&");
    while (at != std::string_view::npos) {
        std::string_view rest = url.substr(at + 1);
        if (rest.starts_with(key) && rest.substr(key.size()).starts_with('=')) {
            rest.remove_prefix(key.size() + 1);
            return std::string(rest.substr(0, rest.find('&')));
        }
        at = url.find_first_of("#&", at + 1);
    }
    return std::nullopt;
}

std::string fragment_hash(std::string_view url) {
    constexpr std::array<std::string_view, 6> algorithms{"sha512", "sha384", "sha256",
                                                         "sha224", "sha1",   "md5"};
    std::size_t at = url.find_first_of("#&");
    while (at != std::string_view::npos) {
        const std::string_view rest = url.substr(at + 1);
        const std::size_t equals = rest.find('=');
        if (equals != std::string_view::npos && contains(algorithms, rest.substr(0, equals))) {
            const std::string_view digest = rest.substr(equals + 1);
            return std::string(rest.substr(0, equals))
                .append(":")
                .append(digest.substr(0, digest.find('&')));
        }
        at = url.find_first_of("#&", at + 1);
    }
    return "";
}

std::string archive_ending(std::string_view filename) {
    const std::string_view name = filename.substr(filename.rfind('/') + 1);
    const std::size_t start = name.find_first_not_of('.');
    const std::size_t dot = name.rfind('.');
    // A dot at the start names a hidden file, not an ending.
    if (start == std::string_view::npos || dot == std::string_view::npos || dot < start) return "";
    const std::string_view stem = name.substr(0, dot);
    if (stem.size() >= 4 && ascii_lower(stem).ends_with(".tar")) {
        return std::string(name.substr(dot - 4));
    }
    return std::string(name.substr(dot));
}

bool is_archive(std::string_view filename) {
    constexpr std::array<std::string_view, 12> endings{".zip",    ".whl", ".tar.bz2", ".tbz",
                                                       ".tar.gz", ".tgz", ".tar",     ".tar.xz",
                                                       ".txz",    ".tlz", ".tar.lz",  ".tar.lzma"};
    return contains(endings, ascii_lower(archive_ending(filename)));
}

}  // namespace pexpack
