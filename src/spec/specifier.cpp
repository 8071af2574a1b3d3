#include "pexpack/spec/specifier.hpp"

#include <array>
#include <utility>

#include "unicode.hpp"
#include "usual_version.hpp"
#include "version_key.hpp"
#include "version_parts.hpp"

namespace pexpack {

namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 8> kOperators = {
    "~=", "==", "!=", "<=", ">=", "<", ">", "==="};

struct LeadingOperator {
    SpecifierOperator op = SpecifierOperator::kEqual;
    std::size_t length = 0;  // 0: there is none
};

// The longest one that the text starts with.
LeadingOperator leading_operator(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
    const bool has_equals = at(1) == '=';
    switch (at(0)) {
        case '=':
            if (!has_equals) return {};
            if (at(2) == '=') return {SpecifierOperator::kArbitraryEqual, 3};
            return {SpecifierOperator::kEqual, 2};
        case '<':
            if (has_equals) return {SpecifierOperator::kLessEqual, 2};
            return {SpecifierOperator::kLess, 1};
        case '>':
            if (has_equals) return {SpecifierOperator::kGreaterEqual, 2};
            return {SpecifierOperator::kGreater, 1};
        case '!':
            return {SpecifierOperator::kNotEqual, has_equals ? 2U : 0U};
        case '~':
            return {SpecifierOperator::kCompatible, has_equals ? 2U : 0U};
        default:
            return {};
    }
}

bool allows_wildcard_and_local(SpecifierOperator op) {
    return op == SpecifierOperator::kEqual || op == SpecifierOperator::kNotEqual;
}

std::string after(std::string_view what, SpecifierOperator op) {
    return std::string(what) + " `" + std::string(to_string(op)) + "`";
}

// What may stand after `===`: anything but white space, `;` and `)`.
std::optional<std::size_t> find_end_of_arbitrary(std::string_view text) {
    for (std::size_t position = 0; position < text.size();) {
        const std::size_t start = position;
        const char32_t c = next_code_point(text, position);
        if (c == ';' || c == ')' || is_python_space(c)) return start;
    }
    return std::nullopt;
}

// Why `op` cannot stand before a version with these parts; "" when it can.
std::string operator_problem(SpecifierOperator op, const VersionParts& parts, bool is_wildcard) {
    if (is_wildcard && !allows_wildcard_and_local(op)) {
        return "`.*` can only be used with `==` or `!=`";
    }
    if (is_wildcard && !parts.is_release_only()) {
        return "`.*` cannot follow a pre-release, post-release, dev or local version";
    }
    if (!parts.local.empty() && !allows_wildcard_and_local(op)) {
        return "a local version can only be used with `==` or `!=`";
    }
    if (op == SpecifierOperator::kCompatible && parts.release.find('.') == std::string_view::npos) {
        return "`~=` needs a version with at least two numbers";
    }
    return {};
}

}  // namespace

std::string_view to_string(SpecifierOperator op) {
    return kOperators.at(static_cast<std::size_t>(op));
}

Result<Specifier> Specifier::parse(std::string_view text) {
    Specifier specifier;
    if (auto error = specifier.read(text)) return *std::move(error);
    return specifier;
}

// The quick way: no pre-release, local version or other spelling.
bool Specifier::read_usual(std::string_view version) {
    const bool is_wildcard = version.ends_with(".*");
    const auto release =
        UsualRelease::read(is_wildcard ? version.substr(0, version.size() - 2) : version);
    if (!release || (is_wildcard && !allows_wildcard_and_local(op_))) return false;
    if (op_ == SpecifierOperator::kCompatible && release->size() == 1) return false;
    is_wildcard_ = is_wildcard;
    text_ = version;
    set_bounds(*release);
    return true;
}

std::optional<ParseError> Specifier::read(std::string_view text) {
    if (text.size() > SpecifierSet::kMaxLength) {
        return ParseError{"a specifier this long is not accepted", 0};
    }
    const std::string_view stripped = strip_python_space(text);
    const std::size_t start =
        stripped.empty() ? 0 : static_cast<std::size_t>(stripped.data() - text.data());
    const LeadingOperator leading = leading_operator(stripped);
    op_ = leading.op;
    std::size_t position = leading.length;
    if (position == 0) {
        return ParseError{"expected one of `==`, `!=`, `<=`, `>=`, `<`, `>`, `~=`, `===`", start};
    }
    position += python_space_length(stripped, position);
    const std::string_view version = stripped.substr(position);

    if (op_ == SpecifierOperator::kArbitraryEqual) {
        if (const auto end = find_end_of_arbitrary(version)) {
            return ParseError{"this cannot stand after `===`", start + position + *end};
        }
        text_ = version;
        upper_ = cut_above_all();
        const auto parsed = Version::parse(version);
        opts_in_ = parsed && parsed->is_prerelease();
        return std::nullopt;
    }
    if (read_usual(version)) return std::nullopt;

    const auto scanned = scan_version(version);
    if (!scanned || scanned->length > Version::kMaxLength) {
        return ParseError{after("expected a version after", op_), start + position};
    }
    is_wildcard_ = version.substr(scanned->length).starts_with(".*");
    const std::size_t length = scanned->length + (is_wildcard_ ? 2 : 0);
    const std::string problem = operator_problem(op_, scanned->parts, is_wildcard_);
    if (!problem.empty()) return ParseError{problem, start + position};
    if (length != version.size()) {
        return ParseError{after("this does not belong in the version after", op_),
                          start + position + length};
    }
    text_ = version;
    opts_in_ = scanned->parts.is_prerelease() && !excludes();
    set_bounds(scanned->parts);
    return std::nullopt;
}

// The cases are those below for a version with nothing behind its release.
void Specifier::set_bounds(const UsualRelease& release) {
    upper_ = cut_above_all();
    switch (op_) {
        case SpecifierOperator::kEqual:
        case SpecifierOperator::kNotEqual:
            lower_ = is_wildcard_ ? release.cut_before_devs() : release.cut_before();
            upper_ = is_wildcard_ ? release.next().cut_before_devs() : release.cut_after_locals();
            break;
        case SpecifierOperator::kCompatible:
            lower_ = release.cut_before();
            upper_ = release.without_last().next().cut_before_devs();
            break;
        case SpecifierOperator::kLessEqual:
            upper_ = release.cut_after_locals();
            break;
        case SpecifierOperator::kGreaterEqual:
            lower_ = release.cut_before();
            break;
        case SpecifierOperator::kLess:
            upper_ = release.cut_before_devs();
            break;
        case SpecifierOperator::kGreater:
            lower_ = release.cut_after_posts();
            break;
        case SpecifierOperator::kArbitraryEqual:
            break;
    }
}

void Specifier::set_bounds(const VersionParts& parts) {
    lower_ = cut_below_all();
    upper_ = cut_above_all();
    switch (op_) {
        case SpecifierOperator::kEqual:
        case SpecifierOperator::kNotEqual:
            if (is_wildcard_) {
                lower_ = cut_before_prefix(parts.epoch, parts.release);
                upper_ = cut_after_prefix(parts.epoch, parts.release);
            } else {
                lower_ = cut_before(parts);
                upper_ = parts.local.empty() ? cut_after_locals(parts) : cut_after_exactly(parts);
            }
            break;
        case SpecifierOperator::kCompatible: {
            lower_ = cut_before(parts);
            upper_ =
                cut_after_prefix(parts.epoch, parts.release.substr(0, parts.release.rfind('.')));
            break;
        }
        case SpecifierOperator::kLessEqual:
            upper_ = cut_after_locals(parts);
            break;
        case SpecifierOperator::kGreaterEqual:
            lower_ = cut_before(parts);
            break;
        case SpecifierOperator::kLess:
            // `<2` means the dev and pre-releases of 2 neither.
            upper_ = parts.is_prerelease() ? cut_before(parts) : cut_before_devs(parts);
            break;
        case SpecifierOperator::kGreater:
            // `>2` means neither the post releases of 2 nor its locals.
            lower_ = parts.post || parts.dev ? cut_after_locals(parts) : cut_after_posts(parts);
            break;
        case SpecifierOperator::kArbitraryEqual:
            break;
    }
}

bool Specifier::contains(const Version& version) const {
    if (op_ == SpecifierOperator::kArbitraryEqual) {
        return unicode_lower(version.to_string()) == unicode_lower(text_);
    }
    return (lower_ <= version.key() && version.key() < upper_) != excludes();
}

bool Specifier::contains_text(std::string_view text) const {
    if (op_ == SpecifierOperator::kArbitraryEqual) {
        return unicode_lower(text) == unicode_lower(text_);
    }
    const auto version = Version::parse(text);
    return version && contains(*version);
}

std::string Specifier::canonical_version() const {
    if (op_ == SpecifierOperator::kArbitraryEqual || is_wildcard_) return text_;
    const auto version = Version::parse(text_);
    return op_ == SpecifierOperator::kCompatible ? version->to_string() : version->canonical();
}

bool Specifier::is_pin() const {
    return op_ == SpecifierOperator::kArbitraryEqual ||
           (op_ == SpecifierOperator::kEqual && !is_wildcard_);
}

std::string Specifier::to_string() const {
    return std::string(pexpack::to_string(op_)) + text_;
}

bool operator==(const Specifier& a, const Specifier& b) {
    if (a.op_ != b.op_ || a.is_wildcard_ != b.is_wildcard_) return false;
    if (a.is_wildcard_ || a.op_ == SpecifierOperator::kArbitraryEqual) return a.text_ == b.text_;
    return a.lower_ == b.lower_ && a.upper_ == b.upper_;
}

std::size_t Specifier::hash() const {
    const std::size_t kind = static_cast<std::size_t>(op_) * 2 + (is_wildcard_ ? 1 : 0);
    const bool by_text = is_wildcard_ || op_ == SpecifierOperator::kArbitraryEqual;
    return kind * 31 +
           (by_text ? std::hash<std::string>()(text_) : lower_.hash() * 31 + upper_.hash());
}

}  // namespace pexpack
