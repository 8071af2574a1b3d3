// A row accepts a set of machines: so many words for Pythons, a platform or all of them, a C
// library from a version on. What the table promises is said in terms of these sets, and so are
// the three steps that keep it small: a row that a wider one behind it replaces goes, then what a
// row in front takes anyway, and what is left of neighbours with the same wheels becomes one row.
#include "pexpack/pex/target_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

using Rows = std::vector<TargetRow>;

bool contains(const std::vector<std::string>& words, const std::string& word) {
    return std::ranges::find(words, word) != words.end();
}

bool contains_all(const std::vector<std::string>& words, const std::vector<std::string>& others) {
    return std::ranges::all_of(others,
                               [&](const std::string& word) { return contains(words, word); });
}

bool covers_platform(std::string_view wide, std::string_view narrow) {
    return wide.empty() || wide == narrow ||
           (narrow.starts_with(wide) && narrow.substr(wide.size()).starts_with('-'));
}

struct Libc {
    std::string_view family;
    std::pair<int, int> version;  // the lowest; zeros for any

    explicit Libc(std::string_view text) : family(text.substr(0, text.find('-'))), version(0, 0) {
        const char* end = text.data() + text.size();
        const char* begin = text.data() + std::min(family.size() + 1, text.size());
        const auto major = std::from_chars(begin, end, version.first);
        if (major.ptr != end) std::from_chars(major.ptr + 1, end, version.second);
    }
};

bool covers_libc(const std::string& wide, const std::string& narrow) {
    const Libc lowest(wide);
    const Libc other(narrow);
    return lowest.family.empty() ||
           (lowest.family == other.family && lowest.version <= other.version);
}

bool covers_machine(const TargetRow& wide, const TargetRow& narrow) {
    return covers_platform(wide.platform, narrow.platform) && covers_libc(wide.libc, narrow.libc);
}

bool covers(const TargetRow& wide, const TargetRow& narrow) {
    return covers_machine(wide, narrow) && contains_all(wide.pythons, narrow.pythons);
}

bool share_a_python(const TargetRow& a, const TargetRow& b) {
    return std::ranges::any_of(a.pythons,
                               [&](const std::string& word) { return contains(b.pythons, word); });
}

bool comparable_platforms(const TargetRow& a, const TargetRow& b) {
    return covers_platform(a.platform, b.platform) || covers_platform(b.platform, a.platform);
}

bool comparable_libcs(const TargetRow& a, const TargetRow& b) {
    return covers_libc(a.libc, b.libc) || covers_libc(b.libc, a.libc);
}

// Whether there is a machine that both accept.
bool overlap(const TargetRow& a, const TargetRow& b) {
    return comparable_platforms(a, b) && comparable_libcs(a, b) && share_a_python(a, b);
}

// In front of the first that accepts all that it does and more, as it would never be reached.
void insert_row(const TargetRow& row, Rows& rows) {
    const auto wider = std::ranges::find_if(
        rows, [&](const TargetRow& other) { return covers(other, row) && !covers(row, other); });
    rows.insert(wider, row);
}

bool is_replaced(Rows::const_iterator row, Rows::const_iterator end) {
    const auto next =
        std::find_if(row + 1, end, [&](const TargetRow& later) { return overlap(*row, later); });
    return next != end && next->wheels == row->wheels && covers(*next, *row);
}

Rows without_replaced(Rows rows) {
    for (std::size_t i = rows.size(); i-- > 0;) {
        const auto row = rows.begin() + static_cast<std::ptrdiff_t>(i);
        if (is_replaced(row, rows.end())) rows.erase(row);
    }
    return rows;
}

Rows without_unreachable(const Rows& rows) {
    Rows left;
    for (TargetRow row : rows) {
        std::erase_if(row.pythons, [&](const std::string& word) {
            return std::ranges::any_of(left, [&](const TargetRow& earlier) {
                return contains(earlier.pythons, word) && covers_machine(earlier, row);
            });
        });
        if (!row.pythons.empty()) left.push_back(std::move(row));
    }
    return left;
}

Rows with_neighbours_joined(const Rows& rows) {
    Rows joined;
    for (const TargetRow& row : rows) {
        const bool is_same = !joined.empty() && joined.back().platform == row.platform &&
                             joined.back().libc == row.libc && joined.back().wheels == row.wheels;
        if (is_same) {
            std::ranges::copy(row.pythons, std::back_inserter(joined.back().pythons));
        } else {
            joined.push_back(row);
        }
    }
    return joined;
}

// "linux-x86_64", with the C library where that alone tells two targets apart.
std::string place_in_words(const RowsOfTarget& target, const std::vector<RowsOfTarget>& targets) {
    const std::string& platform = target.wide.platform;
    const std::string_view family = Libc(target.wide.libc).family;
    const bool is_told_apart = std::ranges::any_of(targets, [&](const RowsOfTarget& other) {
        return other.wide.platform == platform && Libc(other.wide.libc).family != family;
    });
    if (family.empty() || !is_told_apart) return platform;
    return fmt::format("{} with {}", platform, family);
}

// "a, b or c".
std::string any_of_in_words(const std::vector<std::string>& texts) {
    if (texts.size() < 2) return join(texts, "");
    const std::vector<std::string> first(texts.begin(), texts.end() - 1);
    return join(first, ", ") + " or " + texts.back();
}

// "CPython 3.6 or 3.11": the name of an implementation once.
std::string pythons_in_words(const std::vector<std::string>& words) {
    std::vector<std::string> texts;
    std::string before;
    for (const std::string& word : words) {
        const std::string full = python_in_words(word);
        const std::string name = full.substr(0, full.find(' '));
        texts.push_back(name == before ? full.substr(name.size() + 1) : full);
        before = name;
    }
    return any_of_in_words(texts);
}

}  // namespace

RowsOfTarget rows_of(const Target& target, const RunsOn& where, std::vector<std::string> wheels) {
    RowsOfTarget rows{.machine = machine_of(target), .own = {}, .wide = {}};
    std::ranges::sort(wheels);
    rows.wide = {{}, where.platform, where.libc, std::move(wheels)};
    for (const std::string& minor : where.pythons)
        std::ranges::move(python_words(target, minor), std::back_inserter(rows.wide.pythons));
    const std::string family(Libc(rows.machine.libc).family);
    rows.own = {rows.machine.pythons, rows.machine.platform,
                where.libc.empty() ? family : where.libc, rows.wide.wheels};
    return rows;
}

bool accepts(const TargetRow& row, const Machine& machine) {
    const auto fits = [&](const std::string& word) { return contains(row.pythons, word); };
    return std::ranges::any_of(machine.pythons, fits) &&
           covers_platform(row.platform, machine.platform) && covers_libc(row.libc, machine.libc);
}

const TargetRow* row_for(const std::vector<TargetRow>& table, const Machine& machine) {
    const auto found =
        std::ranges::find_if(table, [&](const TargetRow& row) { return accepts(row, machine); });
    return found == table.end() ? nullptr : &*found;
}

std::vector<TargetRow> target_table(const std::vector<RowsOfTarget>& targets) {
    Rows named;
    Rows others;
    for (const RowsOfTarget& target : targets) {
        insert_row(target.own, named);
        insert_row(target.wide, others);
    }
    std::ranges::move(others, std::back_inserter(named));
    return with_neighbours_joined(without_unreachable(without_replaced(std::move(named))));
}

std::vector<std::string> pythons_of(const std::vector<TargetRow>& table,
                                    const std::vector<RowsOfTarget>& targets) {
    std::vector<std::string> words;
    const auto add = [&](const std::vector<std::string>& more) {
        for (const std::string& word : more) {
            if (!contains(words, word)) words.push_back(word);
        }
    };
    for (const RowsOfTarget& target : targets) add(target.machine.pythons);
    for (const TargetRow& row : table) add(row.pythons);
    return words;
}

MachineQuestions what_tells_machines_apart(const std::vector<TargetRow>& table) {
    MachineQuestions questions;
    for (auto a = table.begin(); a != table.end(); ++a) {
        for (auto b = a + 1; b != table.end(); ++b) {
            if (a->wheels == b->wheels) continue;
            // Where one is for all machines of the other, no more can go wrong than with one row.
            const bool shared = share_a_python(*a, *b);
            if (a->platform != b->platform && (shared || !comparable_platforms(*a, *b)))
                questions.platform = true;
            if (a->libc != b->libc && (shared || !comparable_libcs(*a, *b))) questions.libc = true;
        }
    }
    return questions;
}

std::string in_words(const TargetRow& row) {
    std::string text = pythons_in_words(row.pythons);
    if (!row.platform.empty()) text += " on " + row.platform;
    std::string libc = row.libc;
    std::ranges::replace(libc, '-', ' ');
    return libc.empty() ? text : text + " with " + libc;
}

std::string in_words(const std::vector<RowsOfTarget>& targets) {
    std::vector<std::pair<std::string, std::vector<std::string>>> places;
    for (const RowsOfTarget& target : targets) {
        const std::string place = place_in_words(target, targets);
        auto known = std::ranges::find(places, place, &decltype(places)::value_type::first);
        if (known == places.end()) known = places.insert(known, {place, {}});
        for (const std::string& word : target.machine.pythons) {
            if (!contains(known->second, word)) known->second.push_back(word);
        }
    }
    std::vector<std::string> texts;
    for (const auto& [place, words] : places)
        texts.push_back(pythons_in_words(words) + (place.empty() ? "" : " on " + place));
    return join(texts, ", or ");
}

}  // namespace pexpack
