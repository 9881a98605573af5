/* For trying the package under Wine 8 alone, never delivered: Windows has icuuc.dll, which Qt6Core asks for, and
   Wine has none. Each function says that it knows no converter; Qt then does with its own. */
#define EXPORTED __declspec(dllexport)
enum { NO_CONVERTER = 4 };
typedef int Error;

EXPORTED void *ucnv_open(const char *name, Error *error) { if (error) *error = NO_CONVERTER; return 0; }
EXPORTED void ucnv_close(void *converter) {}
EXPORTED void ucnv_reset(void *converter) {}
EXPORTED signed char ucnv_getMaxCharSize(void *converter) { return 4; }
EXPORTED const char *ucnv_getName(void *converter, Error *error) { if (error) *error = NO_CONVERTER; return 0; }
EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, Error *error)
{ if (error) *error = NO_CONVERTER; return 0; }
EXPORTED const char *ucnv_getAvailableName(int rank) { return 0; }
EXPORTED int ucnv_countAvailable(void) { return 0; }
EXPORTED void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORTED void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORTED void ucnv_getToUCallBack(void *converter, void **action, void **context)
{ if (action) *action = 0; if (context) *context = 0; }
EXPORTED void ucnv_getFromUCallBack(void *converter, void **action, void **context)
{ if (action) *action = 0; if (context) *context = 0; }
EXPORTED void ucnv_setToUCallBack(void *converter, void *action, void *context, void **old, void **before, Error *error)
{ if (error) *error = NO_CONVERTER; }
EXPORTED void ucnv_setFromUCallBack(void *converter, void *action, void *context, void **old, void **before, Error *error)
{ if (error) *error = NO_CONVERTER; }
EXPORTED void ucnv_cbToUWriteUChars(void *args, void *source, int length, int index, Error *error)
{ if (error) *error = NO_CONVERTER; }
EXPORTED void ucnv_cbFromUWriteUChars(void *args, void *source, void *limit, int index, Error *error)
{ if (error) *error = NO_CONVERTER; }
EXPORTED void ucnv_toUnicode(void *converter, void *to, void *limit, void *from, void *end, void *offsets, int flush,
                             Error *error) { if (error) *error = NO_CONVERTER; }
EXPORTED void ucnv_fromUnicode(void *converter, void *to, void *limit, void *from, void *end, void *offsets, int flush,
                               Error *error) { if (error) *error = NO_CONVERTER; }
EXPORTED int ucnv_toUCountPending(void *converter, Error *error) { if (error) *error = NO_CONVERTER; return -1; }
EXPORTED int ucnv_fromUCountPending(void *converter, Error *error) { if (error) *error = NO_CONVERTER; return -1; }
