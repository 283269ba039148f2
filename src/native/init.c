// docker-init: the first process of a workload that asks for one (--init). It starts the program it is given, passes signals on to it, reaps
// what is left behind by others, and ends as the program does: with its code, or 128 and the signal's number.
//
//   docker-init [--] PROGRAM [ARGUMENT...]
//
// It is bound into root file systems of any kind, also of other C libraries and of none, and copied into virtual machines: so it is static,
// uses the kernel alone, and takes some kilobytes. waitpid(2), sigwaitinfo(2), pid_namespaces(7).
#include <asm/unistd.h>
#include <asm/ioctls.h>
#include <linux/errno.h>
#include <linux/signal.h>
#include <linux/wait.h>

enum { PATH_BYTES = 4096, SIGNAL_BYTES = 8, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

#if defined(__x86_64__)
static long call(long number, long a, long b, long c, long d) {
    long result;
    register long r10 __asm__("r10") = d;
    __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
    return result;
}
__asm__(".globl _start\n_start: xor %ebp,%ebp\n mov %rsp,%rdi\n and $-16,%rsp\n call begin\n hlt\n");
#elif defined(__aarch64__)
static long call(long number, long a, long b, long c, long d) {
    register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c, x3 __asm__("x3") = d;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3) : "memory");
    return x0;
}
__asm__(".globl _start\n_start: mov x0,sp\n bl begin\n");
#else
#error "no system calls known for this processor"
#endif

static unsigned long length(const char *text) {
    unsigned long count = 0;
    while (text[count]) count++;
    return count;
}

static int begins(const char *text, const char *with) {
    while (*with)
        if (*text++ != *with++) return 0;
    return 1;
}

static void say(const char *text) { call(__NR_write, 2, (long)text, length(text), 0); }

static void leave(int code) {
    for (;;) call(__NR_exit_group, code, 0, 0, 0);
}

// The name in each folder of PATH, as execvp(3) looks for it.
static long find_and_run(char **argv, char **environment) {
    const char *path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    static char candidate[PATH_BYTES];
    long error = -ENOENT;
    for (const char *p = argv[0]; *p; p++)
        if (*p == '/') return call(__NR_execve, (long)argv[0], (long)argv, (long)environment, 0);
    for (char **e = environment; *e; e++)
        if (begins(*e, "PATH=")) path = *e + 5;
    for (;; path++) {
        unsigned long end = 0;
        for (; *path && *path != ':'; path++)
            if (end < PATH_BYTES / 2) candidate[end++] = *path;
        if (!end) candidate[end++] = '.';
        candidate[end++] = '/';
        for (const char *n = argv[0]; *n && end < PATH_BYTES - 1; n++) candidate[end++] = *n;
        candidate[end] = 0;
        long result = call(__NR_execve, (long)candidate, (long)argv, (long)environment, 0);
        if (result != -ENOENT && result != -ENOTDIR) error = result;
        if (!*path) return error;
    }
}

// A group of its own, in the foreground of the terminal if there is one: what is typed there reaches it and not us.
static void run(char **argv, char **environment, const unsigned long *signals) {
    int group = call(__NR_getpid, 0, 0, 0, 0);
    call(__NR_setpgid, 0, 0, 0, 0);
    call(__NR_ioctl, 0, TIOCSPGRP, (long)&group, 0);
    call(__NR_rt_sigprocmask, SIG_SETMASK, (long)signals, 0, SIGNAL_BYTES);
    long error = find_and_run(argv, environment);
    say("docker-init: exec ");
    say(argv[0]);
    say(error == -ENOENT || error == -ENOTDIR ? " failed: No such file or directory\n" : error == -EACCES ? " failed: Permission denied\n" : " failed\n");
    leave(error == -ENOENT || error == -ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE);
}

// Returns when the program has ended.
static void reap(long program) {
    int status;
    for (long pid; (pid = call(__NR_wait4, -1, (long)&status, WNOHANG, 0)) > 0;)
        if (pid == program) leave(status & 0x7f ? 128 + (status & 0x7f) : (status >> 8) & 0xff);
}

__attribute__((used)) void begin(long *stack) {
    char **argv = (char **)(stack + 1), **environment = argv + *stack + 1;
    unsigned long all = ~0ul, before = 0;
    if (*stack > 0) argv++;
    if (*argv && begins(*argv, "--") && !(*argv)[2]) argv++;
    if (!*argv) { say("docker-init: no program\n"); leave(NOT_EXECUTABLE); }
    call(__NR_rt_sigprocmask, SIG_SETMASK, (long)&all, (long)&before, SIGNAL_BYTES);
    long program = call(__NR_clone, SIGCHLD, 0, 0, 0);
    if (program == 0) run(argv, environment, &before);
    if (program < 0) { say("docker-init: cannot start a process\n"); leave(NOT_EXECUTABLE); }
    for (;;) {
        long signal = call(__NR_rt_sigtimedwait, (long)&all, 0, 0, SIGNAL_BYTES);
        if (signal == SIGCHLD) reap(program);
        else if (signal > 0) call(__NR_kill, program, signal, 0, 0);
    }
}
