# find_package(exhibit) gives the target exhibit::exhibit and the public headers <exhibit/...>.
include(CMakeFindDependencyMacro)
include(${CMAKE_CURRENT_LIST_DIR}/dependencies.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/exhibitTargets.cmake)
