# exhibit_embed(RESULT file...)
#
# Compiles text files in: for report.js of the folder `report` there is
# `extern const std::string_view embedded_report_js` in namespace exhibit::report. Sets RESULT to
# the source file that is made of them. A file must not hold `)EMBED"`.
function(exhibit_embed result)
    get_filename_component(layer ${CMAKE_CURRENT_SOURCE_DIR} NAME)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
    set(text "#include <string_view>\nnamespace exhibit::${layer} {\n")
    foreach(file IN LISTS ARGN)
        get_filename_component(name ${file} NAME)
        string(REPLACE "." "_" name ${name})
        string(TOLOWER ${name} name)
        file(READ ${file} content)
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        string(APPEND text
            "extern const std::string_view embedded_${name};\n"
            "const std::string_view embedded_${name} = R\"EMBED(${content})EMBED\";\n")
    endforeach()
    string(APPEND text "}\n")
    file(CONFIGURE OUTPUT ${source} CONTENT "@text@" @ONLY)
    set(${result} ${source} PARENT_SCOPE)
endfunction()
