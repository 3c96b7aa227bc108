# The library (compiled once, archived and linked from the same objects) and the binary.
file(GLOB_RECURSE library_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.cc)
list(FILTER library_sources EXCLUDE REGEX "(_test\\.cc|/src/cli/.*)$")
file(GLOB_RECURSE binary_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/cli/*.cc)
list(FILTER binary_sources EXCLUDE REGEX "_test\\.cc$")

# How code of ours includes ours and others'. Headers only: the library's user and the binary link different archives.
add_library(aludel_code INTERFACE)
target_link_libraries(aludel_code INTERFACE aludel_compile CLI11::CLI11 nlohmann_json::nlohmann_json)
target_include_directories(aludel_code INTERFACE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/src ${embedded})
target_include_directories(aludel_code SYSTEM INTERFACE
  ${FMT_INCLUDE_DIR} ${TOMLPLUSPLUS_INCLUDE_DIR} ${SQLite3_INCLUDE_DIRS} ${OPENSSL_INCLUDE_DIR}
  ${LIBPQ_INCLUDE_DIR} ${LIBMARIADB_INCLUDE_DIR})

# What nearly every file includes; a third of the time that a file takes. Nothing of ours is among it, and clang-tidy
# reads each file without it.
set(precompiled <fmt/core.h> <algorithm> <functional> <map> <memory> <optional> <string> <string_view> <utility> <vector>)

add_library(aludel_objects OBJECT ${library_sources})
target_link_libraries(aludel_objects PRIVATE aludel_code)
target_precompile_headers(aludel_objects PRIVATE ${precompiled})

# CMake counts the precompiled header among the objects.
set(library_objects "$<FILTER:$<TARGET_OBJECTS:aludel_objects>,EXCLUDE,\\.gch$>")

foreach(kind IN ITEMS static shared)
  string(TOUPPER ${kind} upper)
  add_library(aludel_${kind} ${upper} ${library_objects})
  add_library(aludel::${kind} ALIAS aludel_${kind})
  set_target_properties(aludel_${kind} PROPERTIES
    OUTPUT_NAME aludel EXPORT_NAME ${kind}
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
  target_compile_features(aludel_${kind} INTERFACE cxx_std_20)
  target_include_directories(aludel_${kind} INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_link_libraries(aludel_${kind} PRIVATE SQLite::SQLite3 OpenSSL::Crypto)
endforeach()
target_link_libraries(aludel_shared PRIVATE aludel_compile)
add_library(aludel::aludel ALIAS aludel_static)

# What a program made of our objects links: static archives, so that only libc and libm are mapped when it starts.
add_library(aludel_program INTERFACE)
target_link_libraries(aludel_program INTERFACE
  aludel_code ${library_objects} ${SQLITE3_ARCHIVE} ${CRYPTO_ARCHIVE} m ${CMAKE_DL_LIBS} pthread)
if(ALUDEL_STATIC_RUNTIME AND NOT ALUDEL_SANITIZE)
  target_link_options(aludel_program INTERFACE -static-libstdc++ -static-libgcc)
endif()

add_executable(aludel ${binary_sources})
target_precompile_headers(aludel PRIVATE ${precompiled})
target_link_libraries(aludel PRIVATE aludel_program)
