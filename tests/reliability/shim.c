/* The system calls on one folder, counted and written down in their order, and the Nth of them made to go wrong. To be
   loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { NOTHING, KILL_BEFORE, KILL_AFTER, HALF_THEN_KILL, SHORT, FAIL, SIGNAL, EDIT };

static char folder[PATH_MAX];
static size_t folder_length;
static int kind, nth, number, sticky, count;
static const char *last = "";
static char looked_at[PATH_MAX];  /* what the call that is judged right now is about, as seen from the folder */
static char order[1 << 16];
static size_t order_length;
#define hit(inside) hit_by(inside, __func__)

/* Watch the folder from now on; the nth call on it (with sticky, every one from there) goes wrong in this way. */
void shim_arm(const char *path, int kind_, int nth_, int number_, int sticky_)
{
    snprintf(folder, sizeof folder, "%s", path);
    folder_length = strlen(folder);
    kind = kind_, nth = nth_, number = number_, sticky = sticky_, count = 0;
    order_length = 0, order[0] = '\0';
}

int shim_count(void) { return count; }

/* What went wrong. */
const char *shim_call(void) { return last; }

/* All calls in their order, a line each: the call and the file in the folder, which itself is a dot. */
const char *shim_order(void) { return order; }

static int path_is_inside(const char *path)
{
    if (!folder_length || strncmp(path, folder, folder_length)) return 0;
    if (path[folder_length] != '\0' && path[folder_length] != '/') return 0;
    snprintf(looked_at, sizeof looked_at, "%s", path[folder_length] ? path + folder_length + 1 : ".");
    return 1;
}

static int is_inside(int descriptor)
{
    char link[64], path[PATH_MAX];
    if (!folder_length || descriptor < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = '\0';
    return path_is_inside(path);
}

static int is_there(int directory, const char *path)
{
    if (path == NULL) return is_inside(directory);
    if (path[0] == '/') return path_is_inside(path);
    if (!is_inside(directory)) return 0;
    size_t length = strcmp(looked_at, ".") ? strlen(looked_at) : 0;
    snprintf(looked_at + length, sizeof looked_at - length, "%s%s", length ? "/" : "", path);
    return 1;
}

/* Count a call on the folder; say whether it is one to go wrong. */
static int hit_by(int inside, const char *called)
{
    if (!inside || !folder_length) return 0;
    count++;
    int written = snprintf(order + order_length, sizeof order - order_length, "%s %s\n", called, looked_at);
    if (order_length + written < sizeof order) order_length += written;
    if (count != nth && !(sticky && count > nth)) return 0;
    if (count == nth) last = called;
    if (kind == KILL_BEFORE) kill(getpid(), SIGKILL);
    if (kind == SIGNAL) { raise(number); return 0; }
    if (kind == EDIT) {  /* an editor saves, as most do: a new file in place of the old one */
        char from[PATH_MAX + 16], to[PATH_MAX + 16];
        snprintf(from, sizeof from, "%s/../hand.toml", folder);
        snprintf(to, sizeof to, "%s/members.toml", folder);
        (void)!syscall(SYS_rename, from, to);
        return 0;
    }
    return 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define FAULTY(inside, failure, call)                                  \
    if (hit(inside)) {                                                 \
        if (kind == FAIL) { errno = number; return failure; }          \
        if (kind == KILL_AFTER) { (void)!(call); kill(getpid(), SIGKILL); } \
    }                                                                  \
    return call

#define OPENING(name)                                                                        \
    int name(const char *path, int flags, ...)                                               \
    {                                                                                        \
        REAL(name); va_list rest; va_start(rest, flags);                                     \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0; va_end(rest);                    \
        FAULTY(is_there(-1, path), -1, real(path, flags, mode));                             \
    }
#define OPENING_AT(name)                                                                     \
    int name(int directory, const char *path, int flags, ...)                                \
    {                                                                                        \
        REAL(name); va_list rest; va_start(rest, flags);                                     \
        int mode = flags & O_CREAT ? va_arg(rest, int) : 0; va_end(rest);                    \
        FAULTY(is_there(directory, path), -1, real(directory, path, flags, mode));           \
    }
OPENING(open)
OPENING(open64)
OPENING_AT(openat)
OPENING_AT(openat64)

ssize_t write(int descriptor, const void *data, size_t size)
{
    REAL(write);
    if (hit(is_inside(descriptor))) {
        if (kind == FAIL) { errno = number; return -1; }
        if (kind == SHORT) return real(descriptor, data, size > 1 ? size / 2 : size);
        if (kind == HALF_THEN_KILL) { (void)!real(descriptor, data, size / 2); kill(getpid(), SIGKILL); }
        if (kind == KILL_AFTER) { (void)!real(descriptor, data, size); kill(getpid(), SIGKILL); }
    }
    return real(descriptor, data, size);
}

/* The descriptor is gone, also where closing it fails. */
int close(int descriptor)
{
    REAL(close);
    if (hit(is_inside(descriptor))) {
        int result = real(descriptor);
        if (kind == KILL_AFTER) kill(getpid(), SIGKILL);
        if (kind == FAIL) { errno = number; return -1; }
        return result;
    }
    return real(descriptor);
}

ssize_t read(int descriptor, void *data, size_t size) { REAL(read); FAULTY(is_inside(descriptor), -1, real(descriptor, data, size)); }
int fsync(int descriptor) { REAL(fsync); FAULTY(is_inside(descriptor), -1, real(descriptor)); }
int fdatasync(int descriptor) { REAL(fdatasync); FAULTY(is_inside(descriptor), -1, real(descriptor)); }
int flock(int descriptor, int how) { REAL(flock); FAULTY(is_inside(descriptor), -1, real(descriptor, how)); }
int fchmod(int descriptor, mode_t mode) { REAL(fchmod); FAULTY(is_inside(descriptor), -1, real(descriptor, mode)); }
int fchown(int descriptor, uid_t user, gid_t group) { REAL(fchown); FAULTY(is_inside(descriptor), -1, real(descriptor, user, group)); }
DIR *fdopendir(int descriptor) { REAL(fdopendir); FAULTY(is_inside(descriptor), NULL, real(descriptor)); }
ssize_t flistxattr(int descriptor, char *list, size_t size) { REAL(flistxattr); FAULTY(is_inside(descriptor), -1, real(descriptor, list, size)); }
int fstat(int descriptor, struct stat *status) { REAL(fstat); FAULTY(is_inside(descriptor), -1, real(descriptor, status)); }
int fstat64(int descriptor, struct stat64 *status) { REAL(fstat64); FAULTY(is_inside(descriptor), -1, real(descriptor, status)); }
int stat(const char *path, struct stat *status) { REAL(stat); FAULTY(is_there(-1, path), -1, real(path, status)); }
int stat64(const char *path, struct stat64 *status) { REAL(stat64); FAULTY(is_there(-1, path), -1, real(path, status)); }
int lstat(const char *path, struct stat *status) { REAL(lstat); FAULTY(is_there(-1, path), -1, real(path, status)); }
int lstat64(const char *path, struct stat64 *status) { REAL(lstat64); FAULTY(is_there(-1, path), -1, real(path, status)); }
int fstatat(int directory, const char *path, struct stat *status, int flags) { REAL(fstatat); FAULTY(is_there(directory, path), -1, real(directory, path, status, flags)); }
int fstatat64(int directory, const char *path, struct stat64 *status, int flags) { REAL(fstatat64); FAULTY(is_there(directory, path), -1, real(directory, path, status, flags)); }
int access(const char *path, int mode) { REAL(access); FAULTY(is_there(-1, path), -1, real(path, mode)); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); FAULTY(is_there(-1, path), -1, real(path, mode)); }
int unlink(const char *path) { REAL(unlink); FAULTY(is_there(-1, path), -1, real(path)); }
int unlinkat(int directory, const char *path, int flags) { REAL(unlinkat); FAULTY(is_there(directory, path), -1, real(directory, path, flags)); }
int linkat(int from_directory, const char *from, int directory, const char *to, int flags)
{
    REAL(linkat);
    FAULTY(is_there(directory, to), -1, real(from_directory, from, directory, to, flags));
}
int rename(const char *from, const char *to) { REAL(rename); FAULTY(is_there(-1, to), -1, real(from, to)); }
int renameat(int from_directory, const char *from, int directory, const char *to)
{
    REAL(renameat);
    FAULTY(is_there(directory, to), -1, real(from_directory, from, directory, to));
}
