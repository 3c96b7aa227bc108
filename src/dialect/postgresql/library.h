// libpq's functions that are used, found when the first connection is made. This folder alone sees libpq-fe.h.
#pragma once

#include <libpq-fe.h>

namespace aludel::postgresql {

// A pointer for each function, named as the function without `PQ`.
#define ALUDEL_LIBPQ_FUNCTIONS(FUNCTION) \
  FUNCTION(connectdbParams)              \
  FUNCTION(finish)                       \
  FUNCTION(status)                       \
  FUNCTION(errorMessage)                 \
  FUNCTION(connectionNeedsPassword)      \
  FUNCTION(host)                         \
  FUNCTION(port)                         \
  FUNCTION(db)                           \
  FUNCTION(user)                         \
  FUNCTION(backendPID)                   \
  FUNCTION(serverVersion)                \
  FUNCTION(socket)                       \
  FUNCTION(setNoticeReceiver)            \
  FUNCTION(setnonblocking)               \
  FUNCTION(enterPipelineMode)            \
  FUNCTION(pipelineSync)                 \
  FUNCTION(sendQueryParams)              \
  FUNCTION(sendPrepare)                  \
  FUNCTION(sendQueryPrepared)            \
  FUNCTION(flush)                        \
  FUNCTION(consumeInput)                 \
  FUNCTION(isBusy)                       \
  FUNCTION(getResult)                    \
  FUNCTION(clear)                        \
  FUNCTION(resultStatus)                 \
  FUNCTION(resultErrorField)             \
  FUNCTION(resultErrorMessage)           \
  FUNCTION(cmdStatus)                    \
  FUNCTION(ntuples)                      \
  FUNCTION(nfields)                      \
  FUNCTION(getvalue)                     \
  FUNCTION(getlength)                    \
  FUNCTION(getisnull)                    \
  FUNCTION(getCancel)                    \
  FUNCTION(cancel)                       \
  FUNCTION(freeCancel)

struct Library {
#define ALUDEL_LIBPQ_POINTER(name) decltype(&::PQ##name) name = nullptr;
  ALUDEL_LIBPQ_FUNCTIONS(ALUDEL_LIBPQ_POINTER)
#undef ALUDEL_LIBPQ_POINTER
};

// Throws kConnect if libpq is not installed, or too old.
[[nodiscard]] const Library& library();

}  // namespace aludel::postgresql
