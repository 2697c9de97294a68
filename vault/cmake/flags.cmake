# Compiler and linker flags, given to each of our targets and to nothing else: no global flags.
# The presets choose among the variables below; a plain `cmake -B build` works without them.

set(EXHIBIT_SANITIZE "" CACHE STRING "Value for -fsanitize=, for example address,undefined")
option(EXHIBIT_HARDEN "Fortified libc calls, stack protector, read-only relocations" OFF)
option(EXHIBIT_GLIBCXX_ASSERTIONS "Bounds checks of the standard library" OFF)
option(EXHIBIT_COVERAGE "Count executed lines with gcov" OFF)
option(EXHIBIT_FUZZ "Build tests/fuzz with libFuzzer (clang only)" OFF)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()

# Everything is position independent: the program is a PIE and libexhibit.a can go into a shared
# library of somebody else.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# ccache only speeds the build up; its sloppiness is needed to cache users of precompiled headers.
find_program(EXHIBIT_CCACHE ccache)
mark_as_advanced(EXHIBIT_CCACHE)
if(EXHIBIT_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${EXHIBIT_CCACHE})
endif()

# Flags that both compiler and linker must see, for the consumer test as well.
set(EXHIBIT_INSTRUMENT_FLAGS "")
if(EXHIBIT_SANITIZE)
    list(APPEND EXHIBIT_INSTRUMENT_FLAGS -fsanitize=${EXHIBIT_SANITIZE})
endif()
if(EXHIBIT_COVERAGE)
    list(APPEND EXHIBIT_INSTRUMENT_FLAGS --coverage)
endif()

function(exhibit_target_flags target)
    target_compile_features(${target} PRIVATE cxx_std_20)
    set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
    target_compile_options(${target} PRIVATE
        -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
        -Wold-style-cast)
    if(CMAKE_CXX_COMPILER_ID STREQUAL GNU
            AND (CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13 OR EXHIBIT_SANITIZE))
        # Once optimising, g++ 12 takes moved-from std::variants for uninitialised and characters
        # joined to a std::string for bad copies (GCC bugs 105562, 105651, 105329); with sanitizers
        # later ones do so too. clang and g++ 14 watch for the real thing.
        target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-restrict
            -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
    endif()
    if(EXHIBIT_INSTRUMENT_FLAGS)
        target_compile_options(${target} PRIVATE ${EXHIBIT_INSTRUMENT_FLAGS})
        target_link_options(${target} PRIVATE ${EXHIBIT_INSTRUMENT_FLAGS})
    endif()
    if(EXHIBIT_SANITIZE)
        # Any report ends the process, so that a test cannot pass over it.
        target_compile_options(${target} PRIVATE
            -fno-sanitize-recover=all -fno-omit-frame-pointer)
    endif()
    if(EXHIBIT_COVERAGE)
        # Threads count at the same time: without atomic updates the counts of a block may tear.
        target_compile_options(${target} PRIVATE -fprofile-update=atomic)
    endif()
    if(EXHIBIT_FUZZ)
        target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
    if(EXHIBIT_GLIBCXX_ASSERTIONS)
        target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    endif()
    if(EXHIBIT_HARDEN)
        # Some distributions predefine another level: undefine first, or the compiler warns.
        target_compile_options(${target} PRIVATE
            -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
        target_link_options(${target} PRIVATE -Wl,-z,relro,-z,now)
        set_target_properties(${target} PROPERTIES
            CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    endif()
endfunction()
