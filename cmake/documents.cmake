# The man page and the shell completions, printed by the binary itself, so that they can't differ from it.
set(documents ${CMAKE_BINARY_DIR}/documents)

function(aludel_document file)
  add_custom_command(
    OUTPUT ${documents}/${file}
    COMMAND ${CMAKE_COMMAND} -D OUTPUT=${documents}/${file} -P ${PROJECT_SOURCE_DIR}/cmake/capture.cmake
            -- $<TARGET_FILE:aludel> ${ARGN}
    DEPENDS aludel ${PROJECT_SOURCE_DIR}/cmake/capture.cmake
    VERBATIM)
endfunction()

aludel_document(aludel.1 man)
aludel_document(aludel.bash completion bash)
aludel_document(_aludel completion zsh)
aludel_document(aludel.fish completion fish)

add_custom_target(aludel_documents ALL
  DEPENDS ${documents}/aludel.1 ${documents}/aludel.bash ${documents}/_aludel ${documents}/aludel.fish)
