// spawn: starts one process the way an OCI runtime must, which a program with many threads cannot do itself:
// namespaces made or entered, a root of its own with its mounts, a terminal, limits, credentials, capabilities.
// Used by whelk-init in the guest, and on the host to tie QEMU's life to its monitor. Static, no library but libc.
//
//   spawn [OPTION...] -- PROGRAM [ARGUMENT...]        the environment is the program's
//   spawn --version
//   spawn --hold              does nothing until it is killed
//
//   --status FD           a stream socket that hears lines: "pid N" (with --fork), "tty" (the master by SCM_RIGHTS),
//                         "error ERRNO STEP"; its end without an error means that the program runs
//   --cgroup FILE OWN     cgroup.procs of the control group that the program is to be in, and of the one that this is in. Of a program that enters a workload
//                         which has made groups of its own below that, and so may have no process in it, the group of the workload's first process
//   --unshare FLAGS       CLONE_NEW* to leave (hexadecimal)      --enter PID FLAGS   namespaces of PID to enter
//   --hostname NAME       of the host name's namespace that it is in
//   --fork                start the program as a child of the caller (CLONE_PARENT); implied by a pid namespace
//   --root DIR            make DIR the root; with a new mount namespace by moving the mount
//   --mount SOURCE TARGET TYPE FLAGS DATA    below the new root; TYPE "bind" takes SOURCE from the old one, "tmpfs+copyup" is a tmpfs
//                         that starts with what it covers
//   --devices             the device nodes every container has, in /dev
//   --mask PATH, --readonly PATH, --readonly-root
//   --session, --tty ROWS COLS, --cwd DIR, --umask OCTAL, --rlimit RESOURCE SOFT HARD, --oom-score-adj N
//   --user UID GID GROUPS (a,b,c or empty), --caps BOUNDING EFFECTIVE INHERITABLE PERMITTED AMBIENT (hexadecimal)
//   --no-new-privs, --seccomp FD FLAGS (a BPF program, from the file's start; seccomp(2)'s flags, hexadecimal)
//   --own-user BASE GROUPS    as --user, of a user and a group that no other living process has: BASE and the program's pid
//   --while FD            stays as the program's parent, in a session of its own, and ends it when the other end of FD, a stream socket, is closed; ends
//                         with its status. Whoever holds the other end may give it away, which the parent of a process cannot
//   --pdeathsig SIGNAL PARENT (gives up if PARENT is gone already; SIGTERM does not reach the program: how it ends is the parent's to say)
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/close_range.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

// <sys/mount.h> clashes with <linux/mount.h> in older C libraries.
int mount(const char *, const char *, const char *, unsigned long, const void *);

enum { MAX_MOUNTS = 256, MAX_PATHS = 256, MAX_GROUPS = 1024, BIND_OPTIONS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME };

struct mount_entry { char *source, *target, *type, *data; unsigned long flags; int tree; int is_dir; };
struct limit { int resource; struct rlimit value; };

static struct {
    int status, fork, devices, readonly_root, session, tty, no_new_privs, seccomp, death_signal, has_caps, has_user, own_user, umask, has_oom, life;
    unsigned long unshare, enter_flags, caps[5], seccomp_flags;
    pid_t enter, parent;
    char *root, *cwd, *oom, *hostname, *cgroup, *own_cgroup, **argv;
    struct winsize size;
    struct mount_entry mounts[MAX_MOUNTS];
    struct limit limits[32];
    char *masked[MAX_PATHS], *readonly[MAX_PATHS];
    int mount_count, limit_count, masked_count, readonly_count, group_count;
    uid_t uid;
    gid_t gid, groups[MAX_GROUPS];
} o = { .status = -1, .seccomp = -1, .umask = -1, .life = -1 };

static void say(const char *text, int fd) {
    if (o.status < 0) return;
    struct iovec part = { (void *)text, strlen(text) };
    union { char bytes[CMSG_SPACE(sizeof(int))]; struct cmsghdr align; } control = { 0 };
    struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
    if (fd >= 0) {
        message.msg_control = control.bytes;
        message.msg_controllen = sizeof control.bytes;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    sendmsg(o.status, &message, MSG_NOSIGNAL);
}

static void fail(const char *step, const char *subject) {
    char text[512];
    int error = errno;
    snprintf(text, sizeof text, "error %d %s %s\n", error, step, subject ? subject : "");
    say(text, -1);
    if (o.status < 0) fprintf(stderr, "spawn: %s %s: %s\n", step, subject ? subject : "", strerror(error));
    _exit(error == ENOENT ? 127 : 126);
}

static void must(int result, const char *step, const char *subject) {
    if (result < 0) fail(step, subject);
}

static int write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CLOEXEC), written = fd < 0 ? -1 : (int)write(fd, text, strlen(text));
    if (fd >= 0) close(fd);
    return written;
}

static void usage(const char *option) {
    errno = EINVAL;
    fail("option", option);
}

static void add_path(char **list, int *count, char *path) {
    if (*count == MAX_PATHS) usage("too many paths");
    list[(*count)++] = path;
}

static void parse_user(char *user, char *main_group, char *groups) {
    o.has_user = 1;
    o.uid = strtoul(user, NULL, 10);
    o.gid = strtoul(main_group, NULL, 10);
    for (char *group = strtok(groups, ","); group; group = strtok(NULL, ",")) {
        if (o.group_count == MAX_GROUPS) usage("too many groups");
        o.groups[o.group_count++] = strtoul(group, NULL, 10);
    }
}

static void parse_mount(char **a) {
    if (o.mount_count == MAX_MOUNTS) usage("too many mounts");
    o.mounts[o.mount_count++] = (struct mount_entry){ a[0], a[1], a[2], a[4], strtoul(a[3], NULL, 16), -1, 1 };
}

static void parse_limit(char **a) {
    if (o.limit_count == 32) usage("too many limits");
    o.limits[o.limit_count++] = (struct limit){ atoi(a[0]), { strtoul(a[1], NULL, 10), strtoul(a[2], NULL, 10) } };
}

static int is(const char *argument, const char *name, char **rest, int count) {
    if (strcmp(argument, name) != 0) return 0;
    for (int i = 0; i < count; i++)
        if (!rest[i]) usage(name);
    return 1;
}

// Takes one option; returns how many arguments it has.
static int parse_option(char *name, char **a) {
    if (is(name, "--fork", a, 0)) return o.fork = 1, 0;
    if (is(name, "--devices", a, 0)) return o.devices = 1, 0;
    if (is(name, "--session", a, 0)) return o.session = 1, 0;
    if (is(name, "--readonly-root", a, 0)) return o.readonly_root = 1, 0;
    if (is(name, "--no-new-privs", a, 0)) return o.no_new_privs = 1, 0;
    if (is(name, "--status", a, 1)) return o.status = atoi(a[0]), 1;
    if (is(name, "--root", a, 1)) return o.root = a[0], 1;
    if (is(name, "--hostname", a, 1)) return o.hostname = a[0], 1;
    if (is(name, "--cwd", a, 1)) return o.cwd = a[0], 1;
    if (is(name, "--umask", a, 1)) return o.umask = strtoul(a[0], NULL, 8), 1;
    if (is(name, "--oom-score-adj", a, 1)) return o.oom = a[0], 1;
    if (is(name, "--cgroup", a, 2)) return o.cgroup = a[0], o.own_cgroup = a[1], 2;
    if (is(name, "--unshare", a, 1)) return o.unshare = strtoul(a[0], NULL, 16), 1;
    if (is(name, "--mask", a, 1)) return add_path(o.masked, &o.masked_count, a[0]), 1;
    if (is(name, "--readonly", a, 1)) return add_path(o.readonly, &o.readonly_count, a[0]), 1;
    if (is(name, "--enter", a, 2)) return o.enter = atoi(a[0]), o.enter_flags = strtoul(a[1], NULL, 16), 2;
    if (is(name, "--pdeathsig", a, 2)) return o.death_signal = atoi(a[0]), o.parent = atoi(a[1]), 2;
    if (is(name, "--seccomp", a, 2)) return o.seccomp = atoi(a[0]), o.seccomp_flags = strtoul(a[1], NULL, 16), 2;
    if (is(name, "--tty", a, 2)) return o.tty = o.session = 1, o.size.ws_row = atoi(a[0]), o.size.ws_col = atoi(a[1]), 2;
    if (is(name, "--user", a, 3)) return parse_user(a[0], a[1], a[2]), 3;
    if (is(name, "--own-user", a, 2)) return parse_user(a[0], a[0], a[1]), o.own_user = 1, 2;
    if (is(name, "--while", a, 1)) return o.life = atoi(a[0]), 1;
    if (is(name, "--rlimit", a, 3)) return parse_limit(a), 3;
    if (is(name, "--mount", a, 5)) return parse_mount(a), 5;
    if (is(name, "--caps", a, 5)) {
        o.has_caps = 1;
        for (int i = 0; i < 5; i++) o.caps[i] = strtoul(a[i], NULL, 16);
        return 5;
    }
    usage(name);
    return 0;
}

static void parse(char **argv) {
    char **a = argv + 1;
    for (; *a && strcmp(*a, "--") != 0; a++) a += parse_option(*a, a + 1);
    if (!*a || !a[1]) usage("no program");
    o.argv = a + 1;
    if ((o.unshare | o.enter_flags) & CLONE_NEWPID) o.fork = 1;
}

static void make_parents(const char *path) {
    char part[PATH_MAX];
    snprintf(part, sizeof part, "%s", path);
    for (char *p = part + 1; *p; p++)
        if (*p == '/') { *p = 0; mkdir(part, 0755); *p = '/'; }
}

static void make_target(const struct mount_entry *m) {
    make_parents(m->target);
    if (m->is_dir) { mkdir(m->target, 0755); return; }
    int fd = open(m->target, O_CREAT | O_CLOEXEC | O_WRONLY, 0644);
    if (fd >= 0) close(fd);
}

// Sources of binds are taken while the old root is still there; a tree that is not attached follows us into the new one.
static void take_binds(void) {
    for (int i = 0; i < o.mount_count; i++) {
        struct mount_entry *m = &o.mounts[i];
        struct stat info;
        if (strcmp(m->type, "bind") != 0) continue;
        must(stat(m->source, &info), "bind", m->source);
        m->is_dir = S_ISDIR(info.st_mode);
        unsigned flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (m->flags & MS_REC ? AT_RECURSIVE : 0);
        m->tree = syscall(SYS_open_tree, AT_FDCWD, m->source, flags);
        must(m->tree, "bind", m->source);
    }
}

static void copy_entries(int from, int to);

// Links are copied, not followed: what is there comes from an image.
static void copy_entry(int from, int to, const char *name) {
    struct stat info;
    char link[PATH_MAX];
    ssize_t length;
    must(fstatat(from, name, &info, AT_SYMLINK_NOFOLLOW), "tmpcopyup", name);
    if (S_ISDIR(info.st_mode) || S_ISREG(info.st_mode)) {
        int flags = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, below = openat(from, name, O_RDONLY | flags), copy;
        must(below, "tmpcopyup", name);
        if (S_ISDIR(info.st_mode)) {
            must(mkdirat(to, name, 0700), "tmpcopyup", name);
            must(copy = openat(to, name, O_RDONLY | O_DIRECTORY | flags), "tmpcopyup", name);
            copy_entries(below, copy);
        } else {
            must(copy = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | flags, 0600), "tmpcopyup", name);
            while ((length = sendfile(copy, below, NULL, 1 << 30)) > 0) continue;
            must(length, "tmpcopyup", name);
        }
        close(copy);
        close(below);
    } else if (S_ISLNK(info.st_mode)) {
        must(length = readlinkat(from, name, link, sizeof link - 1), "tmpcopyup", name);
        link[length] = 0;
        must(symlinkat(link, to, name), "tmpcopyup", name);
    } else {
        must(mknodat(to, name, info.st_mode, info.st_rdev), "tmpcopyup", name);
    }
    struct timespec times[2] = { info.st_atim, info.st_mtim };
    must(fchownat(to, name, info.st_uid, info.st_gid, AT_SYMLINK_NOFOLLOW), "tmpcopyup", name);
    if (!S_ISLNK(info.st_mode)) must(fchmodat(to, name, info.st_mode & 07777, 0), "tmpcopyup", name);
    must(utimensat(to, name, times, AT_SYMLINK_NOFOLLOW), "tmpcopyup", name);
}

static void copy_entries(int from, int to) {
    DIR *directory = fdopendir(dup(from));
    if (!directory) fail("tmpcopyup", "opendir");
    for (struct dirent *entry; (entry = readdir(directory));)
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) copy_entry(from, to, entry->d_name);
    closedir(directory);
}

static void mount_copied_up(const struct mount_entry *m) {
    int below = open(m->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(below, "tmpcopyup", m->target);
    must(mount(m->source, m->target, "tmpfs", m->flags & ~MS_RDONLY, *m->data ? m->data : NULL), "mount", m->target);
    int copy = open(m->target, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    must(copy, "tmpcopyup", m->target);
    copy_entries(below, copy);
    close(copy);
    close(below);
    if (m->flags & MS_RDONLY) must(mount(NULL, m->target, NULL, (m->flags & BIND_OPTIONS) | MS_BIND | MS_REMOUNT, NULL), "remount", m->target);
}

static void mount_one(const struct mount_entry *m) {
    make_target(m);
    if (strcmp(m->type, "tmpfs+copyup") == 0) { mount_copied_up(m); return; }
    if (m->tree < 0) {
        must(mount(m->source, m->target, m->type, m->flags, *m->data ? m->data : NULL), "mount", m->target);
        return;
    }
    must(syscall(SYS_move_mount, m->tree, "", AT_FDCWD, m->target, MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS), "mount", m->target);
    close(m->tree);
    if (m->flags & BIND_OPTIONS)
        must(mount(NULL, m->target, NULL, (m->flags & BIND_OPTIONS) | MS_BIND | MS_REMOUNT, NULL), "remount", m->target);
}

static void make_devices(void) {
    static const struct { const char *path; int minor_number, major_number; } nodes[] = {
        { "/dev/null", 3, 1 }, { "/dev/zero", 5, 1 }, { "/dev/full", 7, 1 }, { "/dev/random", 8, 1 }, { "/dev/urandom", 9, 1 }, { "/dev/tty", 0, 5 },
    };
    static const char *const links[][2] = {
        { "/proc/self/fd", "/dev/fd" }, { "/proc/self/fd/0", "/dev/stdin" }, { "/proc/self/fd/1", "/dev/stdout" },
        { "/proc/self/fd/2", "/dev/stderr" }, { "pts/ptmx", "/dev/ptmx" },
    };
    mode_t old = umask(0);
    mkdir("/dev", 0755);
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        if (mknod(nodes[i].path, S_IFCHR | 0666, makedev(nodes[i].major_number, nodes[i].minor_number)) && errno != EEXIST) fail("mknod", nodes[i].path);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) (void)!symlink(links[i][0], links[i][1]);
    umask(old);
}

static void protect_paths(void) {
    for (int i = 0; i < o.masked_count; i++) {
        struct stat info;
        if (stat(o.masked[i], &info)) continue;
        if (S_ISDIR(info.st_mode)) must(mount("tmpfs", o.masked[i], "tmpfs", MS_RDONLY, "size=0"), "mask", o.masked[i]);
        else must(mount("/dev/null", o.masked[i], NULL, MS_BIND, NULL), "mask", o.masked[i]);
    }
    for (int i = 0; i < o.readonly_count; i++) {
        if (mount(o.readonly[i], o.readonly[i], NULL, MS_BIND | MS_REC, NULL)) { if (errno == ENOENT) continue; fail("readonly", o.readonly[i]); }
        must(mount(NULL, o.readonly[i], NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL), "readonly", o.readonly[i]);
    }
    if (o.readonly_root) must(mount(NULL, "/", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL), "readonly", "/");
}

static void enter_root(void) {
    if (!(o.unshare & CLONE_NEWNS)) {
        if (o.root) must(chroot(o.root), "chroot", o.root);
        return;
    }
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "mount", "/");
    take_binds();
    if (o.root) {
        // An initramfs cannot be pivoted away from: its root is covered instead, as switch_root does.
        must(mount(o.root, o.root, NULL, MS_BIND | MS_REC, NULL), "root", o.root);
        must(chdir(o.root), "root", o.root);
        must(mount(".", "/", NULL, MS_MOVE, NULL), "root", o.root);
        must(chroot("."), "root", o.root);
        must(chdir("/"), "root", o.root);
    }
    for (int i = 0; i < o.mount_count; i++) mount_one(&o.mounts[i]);
    if (o.devices) make_devices();
}

static void take_terminal(void) {
    if (o.session) setsid();
    if (!o.tty) return;
    int unlock = 0, master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    must(master, "terminal", "/dev/ptmx");
    must(ioctl(master, TIOCSPTLCK, &unlock), "terminal", "/dev/ptmx");
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    must(slave, "terminal", "/dev/ptmx");
    if (o.size.ws_row && o.size.ws_col) ioctl(slave, TIOCSWINSZ, &o.size);
    if (o.has_user) (void)!fchown(slave, o.uid, -1);
    must(ioctl(slave, TIOCSCTTY, 0), "terminal", "TIOCSCTTY");
    say("tty\n", master);
    close(master);
    for (int fd = 0; fd < 3; fd++) must(dup2(slave, fd), "terminal", "dup2");
}

// Without no_new_privs a filter takes CAP_SYS_ADMIN, which the program may not have: it is kept until the filter is there.
static unsigned long kept_for_filter(void) {
    return o.seccomp >= 0 && !o.no_new_privs ? 1UL << CAP_SYS_ADMIN : 0;
}

static void set_capabilities(unsigned long kept) {
    struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
    struct __user_cap_data_struct data[2] = {
        { o.caps[1], o.caps[3], o.caps[2] }, { o.caps[1] >> 32, o.caps[3] >> 32, o.caps[2] >> 32 },
    };
    if (!o.has_caps) must(syscall(SYS_capget, &header, data), "capabilities", "capget");
    data[0].effective |= kept;
    data[0].permitted |= kept;
    must(syscall(SYS_capset, &header, data), "capabilities", "capset");
}

static void take_identity(void) {
    for (int i = 0; i < o.limit_count; i++) must(setrlimit(o.limits[i].resource, &o.limits[i].value), "setrlimit", NULL);
    if (o.has_caps)
        for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
            if (!(o.caps[0] >> cap & 1)) must(prctl(PR_CAPBSET_DROP, cap, 0, 0, 0), "capabilities", "bounding");
    must(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "capabilities", "keep");
    if (o.own_user) o.uid += getpid(), o.gid += getpid();
    if (o.has_user) {
        must(setgroups(o.group_count, o.groups), "setgroups", NULL);
        must(setresgid(o.gid, o.gid, o.gid), "setgid", NULL);
        must(setresuid(o.uid, o.uid, o.uid), "setuid", NULL);
    }
    must(prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0), "capabilities", "keep");
    if (o.has_caps || kept_for_filter()) set_capabilities(kept_for_filter());
    if (!o.has_caps) return;
    for (int cap = 0; cap < 64; cap++)
        if (o.caps[4] >> cap & 1) prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
}

// The last step but the program itself: a filter need not allow what starting a process takes, as it must in a runtime that
// filters before it drops capabilities. What is left to do is capset and execve.
static void filter_calls(void) {
    if (o.no_new_privs) must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs", NULL);
    if (o.seccomp < 0) return;
    static struct sock_filter program[BPF_MAXINSNS];
    ssize_t size = pread(o.seccomp, program, sizeof program, 0); // others read the same open file
    must(size, "seccomp", "program");
    close(o.seccomp);
    struct sock_fprog filter = { size / sizeof *program, program };
    must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, o.seccomp_flags, &filter), "seccomp", "filter");
    if (o.has_caps && kept_for_filter()) set_capabilities(0);
}

// As a shell would find it, but a directory is "permission denied" and no shell is tried for a file without a magic number.
static void run(void) {
    char *name = o.argv[0], candidate[PATH_MAX];
    if (strchr(name, '/')) { execv(name, o.argv); fail("exec", name); }
    const char *path = getenv("PATH");
    int error = ENOENT;
    for (const char *p = path ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"; p; p = strchr(p, ':') ? strchr(p, ':') + 1 : NULL) {
        int length = (int)strcspn(p, ":");
        snprintf(candidate, sizeof candidate, "%.*s/%s", length ? length : 1, length ? p : ".", name);
        execv(candidate, o.argv);
        if (errno != ENOENT && errno != ENOTDIR && error == ENOENT) error = errno;
    }
    errno = error;
    fail("lookup", name);
}

static void become(void) {
    if (o.hostname) must(sethostname(o.hostname, strlen(o.hostname)), "hostname", o.hostname);
    enter_root();
    take_terminal();
    if (o.oom) write_file("/proc/self/oom_score_adj", o.oom);
    if (o.unshare & CLONE_NEWNS) {
        if (o.cwd) { make_parents(o.cwd); mkdir(o.cwd, 0755); }
        protect_paths();
    }
    take_identity();
    if (o.cwd) must(chdir(o.cwd), "chdir", o.cwd);
    if (o.umask >= 0) umask(o.umask);
    if (o.death_signal) { // after setuid, which clears it
        must(prctl(PR_SET_PDEATHSIG, o.death_signal, 0, 0, 0), "pdeathsig", NULL);
        if (o.parent && getppid() != o.parent) { errno = ESRCH; fail("pdeathsig", "the parent is gone"); }
        sigset_t term;
        sigemptyset(&term);
        sigaddset(&term, SIGTERM);
        must(sigprocmask(SIG_BLOCK, &term, NULL), "pdeathsig", "SIGTERM");
    }
    if (o.status >= 0) fcntl(o.status, F_SETFD, FD_CLOEXEC);
    filter_calls();
    run();
}

// The program's life hangs on a socket: nobody but this process is its parent, so whoever watches over it may change.
static void watch_over(void) {
    sigset_t all;
    sigfillset(&all);
    must(sigprocmask(SIG_SETMASK, &all, NULL), "while", "signals"); // of a terminal, of a group that is ended: not its business
    must(setsid() < 0 && errno != EPERM ? -1 : 0, "while", "session");
    o.death_signal = SIGKILL;
    o.parent = getpid();
    pid_t child = fork();
    must(child, "while", "fork");
    if (child == 0) {
        sigemptyset(&all);
        must(sigprocmask(SIG_SETMASK, &all, NULL), "while", "signals");
        close(o.life);
        return;
    }
    int program = syscall(SYS_pidfd_open, child, 0), status = 0;
    must(program, "while", "pidfd");
    // What is the program's must not live longer than it does.
    must(dup3(o.life, 0, O_CLOEXEC), "while", "dup");
    must(dup3(program, 1, O_CLOEXEC), "while", "dup");
    must(syscall(SYS_close_range, 2, ~0U, 0), "while", "close_range");
    struct pollfd ends[] = { { .fd = 0 }, { .fd = 1, .events = POLLIN } };
    while (poll(ends, 2, -1) < 0 && errno == EINTR) continue;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static int group = -1, own_group = -1, first_group = -1;

// Before any namespace is entered, from which they could not be seen.
static void open_groups(void) {
    char path[PATH_MAX], line[PATH_MAX / 2];
    must(group = open(o.cgroup, O_WRONLY | O_CLOEXEC), "cgroup", o.cgroup);
    must(own_group = open(o.own_cgroup, O_WRONLY | O_CLOEXEC), "cgroup", o.own_cgroup);
    snprintf(path, sizeof path, "/proc/%d/cgroup", o.enter);
    int file = o.enter ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t length = file < 0 ? 0 : read(file, line, sizeof line); // a line "0::/PATH"
    if (length > 4) {
        line[length - 1] = 0;
        snprintf(path, sizeof path, "/sys/fs/cgroup%s/cgroup.procs", line + 3);
        first_group = open(path, O_WRONLY | O_CLOEXEC);
    }
    if (file >= 0) close(file);
}

// A move is never refused by a limit of tasks, as a birth in the group would be.
static void join_group(void) {
    if (!o.cgroup || write(group, "0", 1) == 1) return;
    if (errno != EBUSY || first_group < 0 || write(first_group, "0", 1) != 1) fail("cgroup", o.cgroup);
}

// The root of a control group's namespace is the group that its maker is in.
static void leave_namespaces(void) {
    int visits = o.cgroup && (o.unshare & CLONE_NEWCGROUP);
    if (visits) join_group();
    if (o.unshare) must(unshare(o.unshare), "unshare", NULL);
    if (visits) must((int)write(own_group, "0", 1), "cgroup", o.own_cgroup);
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "--version") == 0) return puts("spawn"), 0; // tells that it runs at all
    while (argc == 2 && strcmp(argv[1], "--hold") == 0) pause(); // keeps a workload's namespaces and mounts without running any of it
    parse(argv);
    if (o.cgroup) open_groups();
    if (o.enter) {
        int process = syscall(SYS_pidfd_open, o.enter, 0);
        must(process, "enter", "pidfd");
        must(setns(process, o.enter_flags), "enter", "setns");
        close(process);
    }
    leave_namespaces();
    if (o.life >= 0) watch_over();
    if (!o.fork) { join_group(); become(); }
    long child = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0); // the caller's child: it waits for it
    must(child, "clone", NULL);
    if (child == 0) { join_group(); become(); }
    char text[32];
    snprintf(text, sizeof text, "pid %ld\n", child);
    say(text, -1);
    return 0;
}
