#include "poetry_constraint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "handed_over.hpp"
#include "pexpack/spec/requirement.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

[[noreturn]] void not_understood(std::string_view constraint) {
    hand_over(fmt::format("the constraint `{}` is not understood", constraint));
}

Version version_in(std::string_view text) {
    const auto version = Version::parse(text);
    if (!version || version->epoch() != "0" || !version->local().empty()) not_understood(text);
    return *version;
}

// The release whose part at `index` is one more, with zeros behind.
std::string bumped(const Version& version, std::size_t index) {
    constexpr std::size_t kLongest = 9;  // digits
    std::vector<std::string> parts;
    const auto release = version.release();
    for (std::size_t i = 0; i < release.size(); ++i) {
        if (release[i].size() > kLongest) not_understood(version.to_string());
        if (i == index) {
            parts.push_back(std::to_string(std::stol(std::string(release[i])) + 1));
        } else {
            parts.emplace_back(i < index ? release[i] : "0");
        }
    }
    return join(parts, ".");
}

struct Bound {
    std::string sign;  // ">=", ">", "<" or "<="
    Version version;
};

// What several clauses come to.
class Range {
  public:
    void add(std::string_view clause) {
        for (const std::string_view sign :
             {"^", "~=", "~", ">=", "<=", "!=", "==", ">", "<", "="}) {
            if (!clause.starts_with(sign)) continue;
            const std::string_view text = trim_blanks(clause.substr(sign.size()));
            if (sign == "^" || sign == "~" || sign == "~=") {
                add_caret_or_tilde(sign, text);
            } else if (sign == "==" || sign == "=") {
                add_equal(text);
            } else if (sign == "!=") {
                excluded_.push_back(version_in(text));
            } else {
                bound({.sign = std::string(sign), .version = version_in(text)});
            }
            return;
        }
        add_equal(clause);
    }

    std::string to_string(std::size_t clauses) const {
        if (exact_ && clauses == 1) return "==" + *exact_;
        if (wildcard_ && clauses == 1) return "==" + *wildcard_;
        if (exact_) not_understood(*exact_);
        std::vector<std::string> parts;
        if (lower_) parts.push_back(lower_->sign + lower_->version.to_string());
        for (const Version& version : excluded_) {
            const bool is_inside =
                (!lower_ || lower_->version < version) && (!upper_ || version < upper_->version);
            if (!is_inside) not_understood(version.to_string());
            parts.push_back("!=" + version.to_string());
        }
        if (upper_) parts.push_back(upper_->sign + upper_->version.to_string());
        if (lower_ && upper_ && lower_->version >= upper_->version) not_understood(parts.front());
        return join(parts, ",");
    }

    const std::optional<std::string>& exact() const { return exact_; }

  private:
    void add_caret_or_tilde(std::string_view sign, std::string_view text) {
        const Version version = version_in(text);
        const auto release = version.release();
        const std::size_t last = release.size() - 1;
        std::size_t index = 0;
        if (sign == "^") {
            while (index < last && release[index] == "0") ++index;
        } else if (sign == "~") {
            index = std::min<std::size_t>(1, last);
        } else {
            if (last == 0) not_understood(text);
            index = last - 1;
        }
        bound({.sign = ">=", .version = version});
        bound({.sign = "<", .version = version_in(bumped(version, index))});
    }

    void add_equal(std::string_view text) {
        if (!text.ends_with(".*")) {
            exact_ = version_in(text).to_string();
            return;
        }
        const Version version = version_in(text.substr(0, text.size() - 2));
        if (version.is_prerelease() || version.post()) not_understood(text);
        wildcard_ = version.to_string() + ".*";
        bound({.sign = ">=", .version = version});
        bound({.sign = "<", .version = version_in(bumped(version, version.release().size() - 1))});
    }

    // The narrower one stays.
    void bound(Bound fresh) {
        auto& kept = fresh.sign.front() == '>' ? lower_ : upper_;
        if (kept && kept->version == fresh.version) {
            const bool is_same =
                kept->sign == fresh.sign && kept->version.to_string() == fresh.version.to_string();
            if (!is_same) not_understood(fresh.version.to_string());
            return;
        }
        const bool is_lower = fresh.sign.front() == '>';
        const bool is_narrower =
            !kept || (is_lower ? kept->version < fresh.version : fresh.version < kept->version);
        if (is_narrower) kept = std::move(fresh);
    }

    std::optional<Bound> lower_;
    std::optional<Bound> upper_;
    std::vector<Version> excluded_;
    std::optional<std::string> exact_;
    std::optional<std::string> wildcard_;
};

// A blank behind an operator belongs to it.
std::vector<std::string> clauses_in(std::string_view constraint) {
    std::vector<std::string> clauses;
    std::string clause;
    const auto end = [&] {
        if (!clause.empty()) clauses.push_back(std::move(clause));
        clause.clear();
    };
    for (const char c : constraint) {
        const bool is_operator =
            !clause.empty() && clause.find_first_not_of("^~<>=!") == std::string::npos;
        if (c == ',') {
            end();
        } else if (c != ' ') {
            clause += c;
        } else if (!is_operator) {
            end();
        }
    }
    end();
    return clauses;
}

// `name op text` of a marker that is one comparison; nothing for any other.
std::optional<std::string> variable_of(std::string_view comparison) {
    const auto words = split(comparison, ' ');
    const bool is_one = words.size() == 3 && words[0].find_first_of("\"(") == std::string::npos &&
                        words[2].starts_with('"') && words[2].ends_with('"');
    if (!is_one || words[0] == "extra") return std::nullopt;
    const bool is_equality = words[1] == "==" || words[1] == "!=";
    const bool is_order = words[1] == "<" || words[1] == ">=";
    if (!is_equality && !is_order) return std::nullopt;
    // Both speak of the same.
    return std::string(words[0] == "python_full_version" ? "python_version" : words[0]);
}

std::vector<std::string> split_at_word(std::string_view marker, std::string_view word) {
    std::vector<std::string> parts;
    while (true) {
        const std::size_t at = marker.find(word);
        parts.emplace_back(marker.substr(0, at));
        if (at == std::string_view::npos) return parts;
        marker.remove_prefix(at + word.size());
    }
}

}  // namespace

std::string specifiers_of_poetry(std::string_view constraint) {
    constraint = trim_blanks(constraint);
    if (constraint == "*" || constraint.empty()) return {};
    if (constraint.find('|') != std::string_view::npos) not_understood(constraint);
    Range range;
    const auto clauses = clauses_in(constraint);
    for (const std::string& clause : clauses) range.add(clause);
    return range.to_string(clauses.size());
}

std::string requires_python_of_poetry(std::string_view constraint) {
    const std::string specifiers = specifiers_of_poetry(constraint);
    if (specifiers.find("!=") != std::string::npos) not_understood(constraint);
    if (!specifiers.starts_with("==") || specifiers.ends_with(".*")) return specifiers;
    const Version version = version_in(specifiers.substr(2));
    if (version.release().size() >= 3) return specifiers;
    if (version.release().size() == 1)
        return specifiers_of_poetry(fmt::format("^{}.0", version.to_string()));
    return specifiers_of_poetry("~" + version.to_string());
}

void check_marker_for_poetry(std::string_view marker) {
    const bool is_choice = marker.find(" or ") != std::string_view::npos;
    const auto parts = split_at_word(marker, is_choice ? " or " : " and ");
    std::set<std::string> variables;
    for (const std::string& part : parts) {
        const auto variable = variable_of(part);
        if (!variable || !variables.insert(*variable).second)
            hand_over(fmt::format("poetry-core might simplify the marker `{}`", marker));
    }
}

std::string requirement_of_poetry(std::string_view text) {
    Requirement requirement = Requirement::parse(text).value();
    if (!requirement.specifiers.empty()) {
        auto specifiers =
            SpecifierSet::parse(specifiers_of_poetry(requirement.specifiers.to_string()));
        requirement.specifiers = std::move(specifiers).value();
    }
    return requirement.to_string();
}

}  // namespace pexpack
