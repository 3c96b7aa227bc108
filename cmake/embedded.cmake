# Files that the binary carries: src/FILE.py becomes FILE.h with its text, made anew whenever it or its template changes.
set(embedded ${CMAKE_BINARY_DIR}/embedded)

function(aludel_embed file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${file}.py)
  file(READ ${PROJECT_SOURCE_DIR}/src/${file}.py text)
  configure_file(${PROJECT_SOURCE_DIR}/src/${file}.h.in ${embedded}/${file}.h @ONLY)
endfunction()

aludel_embed(model/sqlalchemy_exporter)
