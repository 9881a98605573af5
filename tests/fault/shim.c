/* Stands between a program and the writes it makes in one folder: counts them, kills at one of them, refuses
   them as a full disk does, cuts them short, or writes each of them down in the order in which they were made.
   Loaded with LD_PRELOAD and armed from Python (tests/fault/shim.py); off, it only passes calls on. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, REFUSE, RECORD };

static int mode = OFF, error_given = ENOSPC, log_to = -1, torn = 0;
static long made = 0, wanted = 0, until = 0;
static char folder[PATH_MAX];
static size_t folder_size = 0;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void fault_arm(int how, long nth, long last, int error, int half, const char *where, int log) {
    mode = OFF;
    made = 0, wanted = nth, until = last, error_given = error, torn = half, log_to = log;
    snprintf(folder, sizeof folder, "%s", where);
    folder_size = strlen(folder);
    mode = how;
}

void fault_off(void) { mode = OFF; }
long fault_count(void) { return made; }

static int inside(const char *path) {
    return path && folder_size && strncmp(path, folder, folder_size) == 0;
}

static int name_of(int fd, char *path) { /* whether this file is watched; the index of a WAL is memory */
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, PATH_MAX - 1);
    if (size < 0) return 0;
    path[size] = 0;
    if (size > 4 && strcmp(path + size - 4, "-shm") == 0) return 0;
    return inside(path);
}

static void full_name(const char *given, char *path) {
    if (given[0] == '/') {
        snprintf(path, PATH_MAX, "%s", given);
        return;
    }
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here)) here[0] = 0;
    size_t size = strlen(here), more = strlen(given);
    if (size + more + 2 > PATH_MAX) { path[0] = 0; return; }
    memcpy(path, here, size);
    path[size] = '/';
    memcpy(path + size + 1, given, more + 1);
}

/* A clock that is wrong, for this process alone. */

static long clock_shift = 0;

void fault_clock(long seconds) { clock_shift = seconds; }

int clock_gettime(clockid_t which, struct timespec *told) {
    int done = (int)syscall(SYS_clock_gettime, which, told);
    if (done == 0 && which == CLOCK_REALTIME) told->tv_sec += clock_shift;
    return done;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}

/* A folder that knows no locks, as a share that is badly set up. */

static int lock_error = 0;

void fault_locks(int error) { lock_error = error; }

int flock(int fd, int deed) {
    char path[PATH_MAX];
    if (lock_error && name_of(fd, path)) { errno = lock_error; return -1; }
    return (int)syscall(SYS_flock, fd, deed);
}

struct line { uint32_t kind, first, second; uint64_t inode, at; } __attribute__((packed));

static void tell(char kind, uint64_t inode, uint64_t at, const void *a, size_t na, const void *b, size_t nb) {
    struct line head = {(uint32_t)kind, (uint32_t)na, (uint32_t)nb, inode, at};
    pthread_mutex_lock(&turn);
    syscall(SYS_write, log_to, &head, sizeof head);
    if (na) syscall(SYS_write, log_to, a, na);
    if (nb) syscall(SYS_write, log_to, b, nb);
    pthread_mutex_unlock(&turn);
}

void fault_mark(long number) {
    if (mode == RECORD) tell('N', 0, (uint64_t)number, NULL, 0, NULL, 0);
}

static uint64_t inode_of(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 ? found.st_ino : 0;
}

/* What becomes of one deed: 0 goes on, 1 is refused; -1 is half done first, then killed or refused. */
static int fate(void) {
    long here = __sync_add_and_fetch(&made, 1);
    if (mode == KILL && here == wanted) {
        if (torn) return -1;
        kill(getpid(), SIGKILL);
    }
    if (mode == REFUSE && here >= wanted && (until == 0 || here < until)) {
        return torn && here == wanted ? -1 : 1;
    }
    return 0;
}

static int refused(void) { errno = error_given; return -1; }

/* A folder in which nothing may be written, not even by an administrator. */
static int shut(void) { return mode == REFUSE && (error_given == EROFS || error_given == EACCES); }


static ssize_t put(int fd, const void *data, size_t size, off64_t at) {
    if (at < 0) return syscall(SYS_write, fd, data, size);
    return syscall(SYS_pwrite64, fd, data, size, at);
}

static ssize_t written(int fd, const void *data, size_t size, off64_t at) {
    char path[PATH_MAX];
    if (mode == OFF || !name_of(fd, path)) return put(fd, data, size, at);
    int told = fate();
    if (told) {
        ssize_t half = told < 0 && size > 1 ? put(fd, data, size / 2, at) : 0;
        if (mode == KILL) kill(getpid(), SIGKILL);
        return half > 0 ? half : refused();
    }
    off64_t where = at;
    if (where < 0) {
        int flags = fcntl(fd, F_GETFL);
        where = lseek64(fd, 0, flags & O_APPEND ? SEEK_END : SEEK_CUR);
    }
    ssize_t done = put(fd, data, size, at);
    if (mode == RECORD && done > 0) tell('W', inode_of(fd), (uint64_t)where, data, (size_t)done, NULL, 0);
    return done;
}

ssize_t write(int fd, const void *data, size_t size) { return written(fd, data, size, -1); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) { return written(fd, data, size, at); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) { return written(fd, data, size, at); }

/* Python falls back on write. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t size) {
    char path[PATH_MAX];
    if (mode != OFF && name_of(out, path)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, out, in, at, size);
}
ssize_t sendfile(int out, int in, off_t *at, size_t size) { return sendfile64(out, in, (off64_t *)at, size); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    char path[PATH_MAX];
    if (mode != OFF && name_of(out, path)) { errno = EXDEV; return -1; }
    return syscall(SYS_copy_file_range, in, from, out, to, size, flags);
}

int ftruncate64(int fd, off64_t size) {
    char path[PATH_MAX];
    if (mode == OFF || !name_of(fd, path)) return (int)syscall(SYS_ftruncate, fd, size);
    struct stat found;
    int grows = fstat(fd, &found) == 0 && size > found.st_size;
    if (fate() && grows) return refused();
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (mode == RECORD && done == 0) tell('T', inode_of(fd), (uint64_t)size, NULL, 0, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int synced(int fd, long call) {
    char path[PATH_MAX];
    if (mode == OFF || !name_of(fd, path)) return (int)syscall(call, fd);
    if (fate() && error_given == EIO) return refused(); /* a full disk says so when it is written to */
    int done = mode == RECORD ? 0 : (int)syscall(call, fd);
    struct stat found;
    if (mode == RECORD && fstat(fd, &found) == 0) {
        if (S_ISDIR(found.st_mode)) tell('D', found.st_ino, 0, path, strlen(path), NULL, 0);
        else tell('S', found.st_ino, 0, NULL, 0, NULL, 0);
    }
    return done;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int opened(int at, const char *given, int flags, mode_t rights) {
    char path[PATH_MAX];
    if (mode == OFF || (at != AT_FDCWD && given[0] != '/'))
        return (int)syscall(SYS_openat, at, given, flags, rights);
    full_name(given, path);
    size_t size = strlen(path);
    if (shut() && inside(path) && flags & (O_WRONLY | O_RDWR | O_CREAT)) return refused();
    if (!(flags & (O_CREAT | O_TRUNC))) return (int)syscall(SYS_openat, at, given, flags, rights);
    if (!inside(path) || (size > 4 && strcmp(path + size - 4, "-shm") == 0))
        return (int)syscall(SYS_openat, at, given, flags, rights);
    struct stat before;
    int was = stat(path, &before) == 0;
    if ((!was || flags & O_TRUNC) && fate() && !was) return refused();
    int fd = (int)syscall(SYS_openat, at, given, flags, rights);
    if (mode == RECORD && fd >= 0) {
        if (!was) tell('C', inode_of(fd), 0, path, size, NULL, 0);
        else if (flags & O_TRUNC) tell('T', inode_of(fd), 0, NULL, 0, NULL, 0);
    }
    return fd;
}

#define RIGHTS(flags) \
    mode_t rights = 0; \
    if (flags & O_CREAT) { va_list more; va_start(more, flags); rights = va_arg(more, mode_t); va_end(more); }

int open(const char *path, int flags, ...) { RIGHTS(flags) return opened(AT_FDCWD, path, flags, rights); }
int open64(const char *path, int flags, ...) { RIGHTS(flags) return opened(AT_FDCWD, path, flags, rights); }
int openat(int at, const char *path, int flags, ...) { RIGHTS(flags) return opened(at, path, flags, rights); }
int openat64(int at, const char *path, int flags, ...) { RIGHTS(flags) return opened(at, path, flags, rights); }

int rename(const char *old, const char *new) {
    char from[PATH_MAX], to[PATH_MAX];
    full_name(old, from), full_name(new, to);
    if (mode == OFF || !(inside(from) || inside(to))) return (int)syscall(SYS_rename, old, new);
    if (fate()) return refused();
    int done = (int)syscall(SYS_rename, old, new);
    if (mode == RECORD && done == 0) tell('R', 0, 0, from, strlen(from), to, strlen(to));
    return done;
}

int unlink(const char *given) {
    char path[PATH_MAX];
    full_name(given, path);
    size_t size = strlen(path);
    if (mode == OFF || !inside(path) || (size > 4 && strcmp(path + size - 4, "-shm") == 0))
        return (int)syscall(SYS_unlink, given);
    if (fate() && shut()) return refused(); /* to take away is never refused for want of room */
    int done = (int)syscall(SYS_unlink, given);
    if (mode == RECORD && done == 0) tell('U', 0, 0, path, size, NULL, 0);
    return done;
}

int mkdir(const char *given, mode_t rights) {
    char path[PATH_MAX];
    full_name(given, path);
    if (mode == OFF || !inside(path)) return (int)syscall(SYS_mkdir, given, rights);
    struct stat before;
    if (stat(path, &before) != 0 && fate()) return refused();
    int done = (int)syscall(SYS_mkdir, given, rights);
    if (mode == RECORD && done == 0) tell('M', 0, 0, path, strlen(path), NULL, 0);
    return done;
}
