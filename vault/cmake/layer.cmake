# exhibit_layer(NAME SOURCES file... [LAYERS layer...] [LIBRARIES target...])
#
# Makes the static library exhibit_NAME (alias exhibit::NAME) of the current folder. Its headers are
# included as "NAME/file.hpp". The include root it exports holds a single symbolic link to its own
# folder, so that a header of a layer is only found by targets that link this layer. LIBRARIES
# (third-party) are private: their headers and types stay inside the folder.
function(exhibit_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LAYERS;LIBRARIES")
    if(arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "exhibit_layer(${name}): unknown ${arg_UNPARSED_ARGUMENTS}")
    endif()
    set(target exhibit_${name})
    set(layers "")
    exhibit_include_root(${name} ${CMAKE_CURRENT_SOURCE_DIR} root)
    foreach(layer IN LISTS arg_LAYERS)
        if(NOT TARGET exhibit_${layer})
            message(FATAL_ERROR "layer ${name} may not use ${layer}: not below it")
        endif()
        list(APPEND layers exhibit_${layer})
    endforeach()

    add_library(${target} STATIC ${arg_SOURCES})
    exhibit_target_flags(${target})
    target_link_libraries(${target} PUBLIC ${layers} PRIVATE ${arg_LIBRARIES} Threads::Threads)
    target_include_directories(${target} PUBLIC ${root} ${PROJECT_SOURCE_DIR}/include)
    add_library(exhibit::${name} ALIAS ${target})
    set_property(GLOBAL APPEND PROPERTY EXHIBIT_LAYERS ${name})
    set_property(GLOBAL APPEND PROPERTY EXHIBIT_OBJECTS $<TARGET_OBJECTS:${target}>)
    set_property(GLOBAL APPEND PROPERTY EXHIBIT_LIBRARIES ${arg_LIBRARIES} Threads::Threads)
endfunction()

# Sets `result` to a folder of the build tree with one entry, NAME, that leads to `folder`.
function(exhibit_include_root name folder result)
    set(root ${PROJECT_BINARY_DIR}/layers/${name})
    file(MAKE_DIRECTORY ${root})
    file(CREATE_LINK ${folder} ${root}/${name} SYMBOLIC)
    set(${result} ${root} PARENT_SCOPE)
endfunction()
