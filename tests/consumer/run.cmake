# Installs `exhibit_build` below `folder`, then builds and runs `project` against that copy only.
file(REMOVE_RECURSE ${folder})

function(run)
    execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${exhibit_build} --prefix ${folder}/prefix)
run(${CMAKE_COMMAND} -S ${project} -B ${folder}/build -G Ninja
    -D CMAKE_PREFIX_PATH=${folder}/prefix
    -D CMAKE_CXX_COMPILER=${compiler}
    "-D CMAKE_CXX_FLAGS=${flags}")
run(${CMAKE_COMMAND} --build ${folder}/build)
run(${folder}/build/consumer)
