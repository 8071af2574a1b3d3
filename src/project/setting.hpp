// A value of a configuration file or of a literal in Python source, whatever it was written in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace pexpack {

struct SettingEntry;

struct Setting {
    struct None {};
    struct Number {
        std::string text;  // as written
    };
    using List = std::vector<Setting>;
    using Table = std::vector<SettingEntry>;  // each key once
    std::variant<None, bool, Number, std::string, List, Table> value;
};

struct SettingEntry {
    std::string key;
    Setting value;
};

// Reads one table. Whatever is not of the kind that is asked for hands the project over, with the
// place of the value in the reason.
class SettingTable {
  public:
    // `where` names the table in reasons: "tool.hatch"; "" for a whole file. The entries must
    // outlive it.
    SettingTable(const Setting::Table& entries, std::string where)
        : entries_(&entries), where_(std::move(where)) {}

    const Setting::Table& entries() const { return *entries_; }
    bool empty() const { return entries_->empty(); }
    bool has(std::string_view key) const { return find(key) != nullptr; }
    const Setting* find(std::string_view key) const;  // null when it is not there

    std::optional<std::string> text(std::string_view key) const;
    std::optional<bool> flag(std::string_view key) const;
    // "" and none when it is not there.
    std::string text_or_empty(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    // A text alone or several; nothing when it is not there.
    std::optional<std::vector<std::string>> one_or_more(std::string_view key) const;
    // An empty one when it is not there.
    SettingTable table(std::string_view key) const;
    // Of the texts by their keys, in the order written.
    std::vector<std::pair<std::string, std::string>> texts_by_key(std::string_view key) const;

    // Hands over unless every key is one of these.
    void allow_only(std::initializer_list<std::string_view> keys) const;
    std::string place(std::string_view key) const;  // "`tool.hatch.build`"

  private:
    const Setting::Table* entries_;
    std::string where_;
};

// Hands over what is no text, or no list of texts.
std::string text_of(const Setting& setting, std::string_view place);
std::vector<std::string> texts_of(const Setting& setting, std::string_view place);

// Sorted, each once.
std::vector<std::string> each_once(std::vector<std::string> texts);

// The file's content. Hands over what is no valid TOML: read_pyproject() says what is wrong.
Setting::Table toml_settings(const std::string& path);

}  // namespace pexpack
