# Compiles through ccache where it is installed. The base folder makes two work trees share their results; the
# sloppiness is what precompiled headers need (ccache's manual, "Precompiled headers").
find_program(ALUDEL_CCACHE ccache)
if(ALUDEL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    ${ALUDEL_CCACHE})
endif()
