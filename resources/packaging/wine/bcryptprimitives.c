/* For trying the package under Wine 8 alone, never delivered: libraries written in Rust ask Windows for random
   bytes by ProcessPrng, which Wine has not; its older RtlGenRandom (SystemFunction036) gives them. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);
enum { AT_ONCE = 65536 };

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count)
{
    while (count) {
        ULONG some = count > AT_ONCE ? AT_ONCE : (ULONG)count;
        if (!SystemFunction036(bytes, some)) return FALSE;
        bytes += some;
        count -= some;
    }
    return TRUE;
}
