// A version specifier (PEP 440 "Version specifiers") and a set of them joined by commas.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pexpack/spec/version.hpp"
#include "pexpack/support/result.hpp"

namespace pexpack {

class UsualRelease;

enum class SpecifierOperator {
    kCompatible,      // ~=
    kEqual,           // ==
    kNotEqual,        // !=
    kLessEqual,       // <=
    kGreaterEqual,    // >=
    kLess,            // <
    kGreater,         // >
    kArbitraryEqual,  // ===
};

std::string_view to_string(SpecifierOperator op);

class Specifier {
  public:
    // White space (Unicode's, as in Python) is allowed at both ends and after the operator.
    static Result<Specifier> parse(std::string_view text);

    // True when the version satisfies this clause; pre-releases are judged by order alone, the
    // policy that hides them belongs to whoever chooses.
    bool contains(const Version& version) const;

    // The same for a version as it was found: `===` compares with that very text, without case, and
    // every other operator fails on what is no version.
    bool contains_text(std::string_view text) const;

    SpecifierOperator op() const { return op_; }
    // The text after the operator as written, without white space and with `.*` where it was given.
    std::string_view version_text() const { return text_; }
    // The same in normal form and without trailing zeros; these count in `~=X`, `X.*` and `===X`.
    std::string canonical_version() const;
    bool is_wildcard() const { return is_wildcard_; }
    // A `==` without wildcard or a `===`: names one release.
    bool is_pin() const;
    // The clause names a pre-release, so it opts in to them (any operator but `!=` and `==X.*`).
    bool opts_in_to_prereleases() const { return opts_in_; }

    std::string to_string() const;
    // Equal operators and versions: `==1` is `==1.0`, but `~=1.0` is not `~=1.0.0`.
    friend bool operator==(const Specifier& a, const Specifier& b);
    std::size_t hash() const;

    // The versions of the clause are those at or above `lower` and below `upper`, or for `!=` all
    // others. `===` has all versions here: what it matches is a text.
    const VersionKey& lower() const { return lower_; }
    const VersionKey& upper() const { return upper_; }
    bool excludes() const { return op_ == SpecifierOperator::kNotEqual; }

  private:
    friend class SpecifierSet;

    Specifier() = default;
    // Why `text` is none, or nothing and this is it.
    std::optional<ParseError> read(std::string_view text);
    bool read_usual(std::string_view version);
    void set_bounds(const VersionParts& parts);
    void set_bounds(const UsualRelease& release);

    SpecifierOperator op_ = SpecifierOperator::kEqual;
    bool is_wildcard_ = false;
    bool opts_in_ = false;
    std::string text_;
    VersionKey lower_;
    VersionKey upper_;
};

class SpecifierSet {
  public:
    static constexpr std::size_t kMaxLength = 65536;
    static constexpr std::size_t kMaxClauses = 4096;

    SpecifierSet() = default;  // matches everything
    // Fails too on more text or clauses than the limits allow. Empty parts between commas are
    // skipped.
    static Result<SpecifierSet> parse(std::string_view text);

    bool contains(const Version& version) const;
    bool contains_text(std::string_view text) const;  // see Specifier
    bool opts_in_to_prereleases() const;
    bool is_pinned() const;  // some clause is a pin
    bool empty() const { return clauses_.empty(); }
    // Sorted as text, repeats included.
    const std::vector<Specifier>& clauses() const { return clauses_; }

    // All clauses of both.
    SpecifierSet operator&(const SpecifierSet& other) const;

    // Clauses sorted as text, without repeats (`==1` and `==1.0`), joined by commas: "<2,>=1".
    std::string to_string() const;
    // Equal clauses; sets that admit the same versions in other words differ (see VersionRanges).
    friend bool operator==(const SpecifierSet& a, const SpecifierSet& b);
    std::size_t hash() const;

  private:
    void put_in_order();
    std::vector<const Specifier*> distinct() const;

    std::vector<Specifier> clauses_;
};

}  // namespace pexpack

template <>
struct std::hash<pexpack::Specifier> {
    std::size_t operator()(const pexpack::Specifier& specifier) const { return specifier.hash(); }
};

template <>
struct std::hash<pexpack::SpecifierSet> {
    std::size_t operator()(const pexpack::SpecifierSet& set) const { return set.hash(); }
};
