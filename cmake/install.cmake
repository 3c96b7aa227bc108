# `cmake --install`: the binary, the library with its headers, and a package for find_package(aludel).
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/aludel)

install(TARGETS aludel RUNTIME COMPONENT program)
install(TARGETS aludel_static EXPORT aludel-static-targets COMPONENT library)
install(TARGETS aludel_shared EXPORT aludel-shared-targets COMPONENT library)
install(DIRECTORY include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library)
foreach(kind IN ITEMS static shared)
  install(EXPORT aludel-${kind}-targets NAMESPACE aludel:: DESTINATION ${package_dir} COMPONENT library)
endforeach()

configure_package_config_file(cmake/aludel-config.cmake.in ${CMAKE_BINARY_DIR}/aludel-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/aludel-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/aludel-config.cmake ${CMAKE_BINARY_DIR}/aludel-config-version.cmake
  DESTINATION ${package_dir} COMPONENT library)

install(FILES ${documents}/aludel.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(FILES ${documents}/aludel.bash RENAME aludel
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${documents}/_aludel DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${documents}/aludel.fish
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES LICENSE RENAME copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/aludel COMPONENT program)
