# Functions to declare tests. Each test makes its own temporary folder: all of them can run at the
# same time (ctest -j).

include(GoogleTest)

# exhibit_gtest(NAME SOURCES file... [LAYERS layer...] [LIBRARIES target...])
#
# One GoogleTest program; each of its tests is a test of ctest. LAYERS may name exhibit, the façade.
# With an empty source list nothing is made.
function(exhibit_gtest name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LAYERS;LIBRARIES")
    if(NOT arg_SOURCES)
        return()
    endif()
    add_executable(${name} ${arg_SOURCES})
    exhibit_test_target(${name} LAYERS ${arg_LAYERS} LIBRARIES ${arg_LIBRARIES})
    target_link_libraries(${name} PRIVATE GTest::gmock GTest::gtest_main)
    target_precompile_headers(${name} REUSE_FROM exhibit_test_headers)
    gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT 300)
endfunction()

# Flags and layers of one test program. What is linked into a program that measures is MEASURED: of
# a template that is in several objects the linker takes the first copy, and the library's own would
# give way to one that is not optimised.
function(exhibit_test_target name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "MEASURED" "" "LAYERS;LIBRARIES")
    exhibit_target_flags(${name})
    if(CMAKE_BUILD_TYPE STREQUAL RelWithDebInfo AND NOT arg_MEASURED)
        # Compiling the tests takes longer than running them. And g++ 12 and 14, once optimising,
        # warn about string concatenation inside their own headers.
        target_compile_options(${name} PRIVATE -O0 -U_FORTIFY_SOURCE)
    endif()
    foreach(layer IN LISTS arg_LAYERS)
        target_link_libraries(${name} PRIVATE exhibit::${layer})
    endforeach()
    target_link_libraries(${name} PRIVATE ${arg_LIBRARIES})
    target_compile_definitions(${name} PRIVATE
        EXHIBIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" # golden files and corpora are read from here
        EXHIBIT_BINARY_DIR="${PROJECT_BINARY_DIR}")
endfunction()

# exhibit_cli_test(script.sh...): each shell script is one test, run in an empty folder of its own
# with EXHIBIT (the program), SOURCE (the source tree) and SUPPORT (helper programs) in its
# environment.
function(exhibit_cli_test)
    foreach(script IN LISTS ARGN)
        cmake_path(GET script STEM name)
        get_filename_component(group ${CMAKE_CURRENT_SOURCE_DIR} NAME)
        set(folder ${CMAKE_CURRENT_BINARY_DIR}/run/${name})
        add_test(NAME ${group}.${name} COMMAND ${CMAKE_COMMAND}
            -D script=${CMAKE_CURRENT_SOURCE_DIR}/${script} -D folder=${folder}
            -P ${PROJECT_SOURCE_DIR}/tests/cmake/run_script.cmake)
        set_tests_properties(${group}.${name} PROPERTIES
            TIMEOUT 600
            ENVIRONMENT "EXHIBIT=${PROJECT_BINARY_DIR}/exhibit;SOURCE=${PROJECT_SOURCE_DIR};SUPPORT=${PROJECT_BINARY_DIR}/tests/support")
    endforeach()
endfunction()
