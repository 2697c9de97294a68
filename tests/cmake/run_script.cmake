# Runs `script` in `folder`, emptied first; the folder stays when the script fails.
file(REMOVE_RECURSE ${folder})
file(MAKE_DIRECTORY ${folder})
execute_process(COMMAND bash ${script} WORKING_DIRECTORY ${folder} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
    message(FATAL_ERROR "${script}: exit ${result}; its files are in ${folder}")
endif()
file(REMOVE_RECURSE ${folder})
