#include "pexpack/cli/json_output.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "json_text.hpp"
#include "pexpack/cli/messages.hpp"
#include "pexpack/support/check.hpp"
#include "pexpack/support/text.hpp"

namespace pexpack {

namespace {

// Keys in the order written: people read this too.
using Json = nlohmann::ordered_json;

// As the last part of a URL, where pip's report has it: the `!` of an epoch is `%21` (RFC 3986).
std::string in_a_url(std::string_view filename) {
    constexpr std::string_view kPlain = "-._~+";
    std::string text;
    for (const char c : filename) {
        if (is_ascii_alnum(c) || kPlain.find(c) != std::string_view::npos) {
            text += c;
        } else {
            text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return text;
}

std::vector<std::string> all_harmless(const std::vector<std::string>& texts) {
    std::vector<std::string> shown;
    for (const std::string& text : texts) shown.push_back(harmless(text));
    return shown;
}

Json passed_over_json(const std::vector<PassedOver>& passed_over) {
    Json list = Json::array();
    for (const PassedOver& each : passed_over)
        list.push_back({{"what", harmless(each.what)}, {"reason", harmless(each.reason)}});
    return list;
}

void add_explanation(Json& pin, const Explanation& explanation) {
    Json demands = Json::array();
    for (const ExplainedDemand& demand : explanation.demands) {
        demands.push_back(
            {{"requirement", demand.requirement}, {"path", all_harmless(demand.path)}});
    }
    pin["demands"] = std::move(demands);
    pin["newer"] = passed_over_json(explanation.newer);
    pin["files_that_do_not_fit"] = passed_over_json(explanation.files);
}

Json pins_json(const TargetResult& result) {
    PEXPACK_CHECK(result.pins.size() == result.wheels.size());
    Json list = Json::array();
    for (std::size_t i = 0; i < result.pins.size(); ++i) {
        const Pin& pin = result.pins[i];
        list.push_back({{"name", pin.name.to_string()},
                        {"version", pin.candidate.filename.version.to_string()},
                        {"file", in_a_url(result.wheels[i].filename)},
                        {"sha256", result.wheels[i].hash.hex},
                        {"required_by", pin.required_by}});
        if (!result.explanations.empty()) add_explanation(list.back(), result.explanations[i]);
    }
    return list;
}

}  // namespace

std::string result_json(const std::vector<TargetResult>& results, const WrittenPex& written) {
    Json targets = Json::array();
    for (const TargetResult& result : results)
        targets.push_back({{"target", result.target}, {"pins", pins_json(result)}});
    Json json = {{"targets", targets}};
    if (!written.path.empty()) json["output"] = {{"path", written.path}, {"size", written.size}};
    return json_text(json);
}

std::string error_json(const Error& error) {
    std::vector<std::string> where;
    for (const SourceLocation& place : error.where()) where.push_back(place.to_string());
    Json json = {{"kind", to_string(error.kind())},
                 {"message", harmless(error.message())},
                 {"packages", error.packages()},
                 {"where", all_harmless(where)},
                 {"hint", harmless(error.hint_text())}};
    if (!error.detail_lines().empty()) json["details"] = all_harmless(error.detail_lines());
    if (!error.causes().empty()) json["causes"] = all_harmless(error.causes());
    return json_text(Json{{"error", json}});
}

}  // namespace pexpack
