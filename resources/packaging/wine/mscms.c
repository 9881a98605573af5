/* For trying the package under Wine 8 alone, never delivered: Qt6Gui asks Windows for the screen's colour
   profile by functions that Wine's mscms.dll lacks. Here there is no profile. */
#define EXPORTED __declspec(dllexport)

EXPORTED void *WcsOpenColorProfileW(void *a, void *b, void *c, int d, int e, int f, int g) { return 0; }
EXPORTED void *WcsCreateIccProfile(void *a, int b) { return 0; }
EXPORTED int CloseColorProfile(void *a) { return 1; }
EXPORTED void *OpenColorProfileW(void *a, int b, int c, int d) { return 0; }
EXPORTED int GetColorDirectoryW(void *a, void *b, int *c) { return 0; }
EXPORTED int GetColorProfileFromHandle(void *a, void *b, int *c) { return 0; }
