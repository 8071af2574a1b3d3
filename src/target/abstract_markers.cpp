#include "abstract_markers.hpp"

namespace pexpack {
namespace {

using Family = PlatformTag::Family;

struct SystemNames {
    const char* os_name;
    const char* platform_system;
    const char* sys_platform;
};

SystemNames system_names(Family family) {
    switch (family) {
        case Family::kGlibc:
        case Family::kMusl:
        case Family::kLinux:
            return {"posix", "Linux", "linux"};
        case Family::kMacos:
            return {"posix", "Darwin", "darwin"};
        case Family::kIos:
            return {"posix", "iOS", "ios"};
        case Family::kAndroid:
            return {"posix", "Android", "android"};
        case Family::kWindows:
            return {"nt", "Windows", "win32"};
    }
    return {};
}

// What platform.machine() says there; "" when several machines share the tag.
std::string machine_name(const PlatformTag& platform) {
    const std::string& architecture = platform.architecture;
    switch (platform.family) {
        case Family::kGlibc:
        case Family::kMusl:
        case Family::kLinux:
            return architecture;
        case Family::kMacos:
            return architecture == "arm64" || architecture == "x86_64" ? architecture : "";
        case Family::kIos:
            return architecture.substr(0, architecture.rfind('_'));
        case Family::kAndroid:
            return architecture == "arm64_v8a" ? "aarch64" : architecture;
        case Family::kWindows:
            break;
    }
    // Windows spells it in capitals, whatever the tag does.
    if (architecture == "amd64") return "AMD64";
    if (architecture == "arm64") return "ARM64";
    return "x86";
}

}  // namespace

std::string minor_version(const std::string& full_version) {
    return full_version.substr(0, full_version.find('.', full_version.find('.') + 1));
}

void set_python_version(MarkerEnvironment& markers, const std::string& full_version,
                        bool is_cpython) {
    markers.set("python_version", minor_version(full_version));
    markers.set("python_full_version", full_version);
    if (is_cpython) markers.set("implementation_version", full_version);
}

MarkerEnvironment abstract_markers(const PlatformTag& platform, const std::string& implementation,
                                   const std::string& full_version) {
    MarkerEnvironment markers;
    if (implementation != "py") {
        const bool is_cpython = implementation == "cp";
        markers.set("implementation_name", is_cpython ? "cpython" : "pypy");
        markers.set("platform_python_implementation", is_cpython ? "CPython" : "PyPy");
    }
    const SystemNames names = system_names(platform.family);
    markers.set("os_name", names.os_name);
    markers.set("platform_system", names.platform_system);
    markers.set("sys_platform", names.sys_platform);
    const std::string machine = machine_name(platform);
    if (!machine.empty()) markers.set("platform_machine", machine);
    set_python_version(markers, full_version, implementation == "cp");
    return markers;
}

}  // namespace pexpack
