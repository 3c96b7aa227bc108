# How our own code is compiled: `aludel_compile` carries the flags, every target of ours links it privately.
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

add_library(aludel_compile INTERFACE)
target_compile_options(aludel_compile INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -ffunction-sections -fdata-sections)
target_compile_definitions(aludel_compile INTERFACE
  ALUDEL_VERSION="${PROJECT_VERSION}"
  $<$<BOOL:${ALUDEL_FAILPOINTS}>:ALUDEL_FAILPOINTS=1>
  $<$<CONFIG:Debug>:_GLIBCXX_ASSERTIONS>)
target_link_options(aludel_compile INTERFACE -Wl,--gc-sections)

# Hardening needs an optimised build (_FORTIFY_SOURCE) and gets in the way of the sanitizers.
set(hardened $<CONFIG:Release,RelWithDebInfo>)
target_compile_options(aludel_compile INTERFACE
  $<${hardened}:-U_FORTIFY_SOURCE>
  $<${hardened}:-D_FORTIFY_SOURCE=3>
  $<${hardened}:-fstack-protector-strong>
  $<${hardened}:-fstack-clash-protection>
  $<${hardened}:-fcf-protection>)
target_link_options(aludel_compile INTERFACE $<${hardened}:LINKER:-z,relro,-z,now>)

if(ALUDEL_SANITIZE)
  set(sanitize -fsanitize=${ALUDEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(aludel_compile INTERFACE ${sanitize})
  target_link_options(aludel_compile INTERFACE ${sanitize})
endif()
