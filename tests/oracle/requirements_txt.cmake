# requirements_txt_check DIR: reads each case of DIR and tells where it disagrees with what pip said.
add_executable(requirements_txt_check "${CMAKE_CURRENT_LIST_DIR}/requirements_txt_check.cpp")
target_link_libraries(requirements_txt_check PRIVATE pexpack_requirements dep_json dep_fmt pexpack_warnings)
add_test(NAME requirements_txt COMMAND requirements_txt_check "${PEXPACK_SHARED}/corpus/requirements_txt")
set_tests_properties(requirements_txt PROPERTIES LABELS oracle SKIP_RETURN_CODE 77 TIMEOUT 120)
