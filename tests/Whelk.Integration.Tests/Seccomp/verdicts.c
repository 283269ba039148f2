// Says what the filters that this process was started under do with every system call, without making one: what they let through is caught by a last
// filter, which asks a supervisor (seccomp_unotify(2)); a filter's errno, trap or kill counts before that (seccomp(2), "the action with the highest precedence").
//   verdicts      Prints `ABI ARGUMENT NUMBER ERRNO` for each call that is refused, ARGUMENT being its first; `ABI ARGUMENT done` after each round; or `ABI killed SIGNAL`.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CALLS 560
#define X32 0x40000000
#define ALLOWED 777     // No errno of the kernel's.
#define MARK 0x57ec0a3d // In the sixth argument, of which no profile makes a condition: this call is asked about, not meant.
#define BOUND 100       // Seconds.

// What the default profile's conditions ask of first arguments: personalities, the family of a socket, the flags of clone; and what they do not.
static const uint64_t arguments[] = {
    0, UINT64_MAX, 0xffffffff, 0x8, 0x20000, 0x20008, 0x40000, 1, 39, 40, 41, SIGCHLD,
    CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, 0x80, CLONE_VM | CLONE_VFORK,
};

static void fail(const char *what) {
  perror(what);
  exit(2);
}

// The mark must not stay in its register: the next call of the library would carry it.
static long ask64(long number, uint64_t argument) {
  register uint64_t r10 __asm__("r10") = argument, r8 __asm__("r8") = argument;
  long result;
  __asm__ volatile("mov %[mark], %%r9\n\tsyscall\n\txor %%r9d, %%r9d"
                   : "=a"(result)
                   : "a"(number), "D"(argument), "S"(argument), "d"(argument), "r"(r10), "r"(r8), [mark] "i"(MARK)
                   : "rcx", "r11", "r9", "memory");
  return result;
}

static long ask32(long number, uint64_t argument) {
  int result;
  __asm__ volatile("push %%rbp\n\tmov %[mark], %%ebp\n\tint $0x80\n\tpop %%rbp"
                   : "=a"(result)
                   : "a"((int)number), "b"((uint32_t)argument), "c"((uint32_t)argument), "d"((uint32_t)argument), "S"((uint32_t)argument), "D"((uint32_t)argument), [mark] "i"(MARK)
                   : "r8", "r9", "r10", "r11", "memory");
  return result;
}

static long askx32(long number, uint64_t argument) { return ask64(number | X32, argument); }

static int listen_for_marks(void) {
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[5])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MARK, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof code / sizeof *code, code};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no_new_privs");
  long fd = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  if (fd < 0) fail("seccomp");
  return (int)fd;
}

// Answers every question with ALLOWED until it is killed. The kernel wants the question's memory empty.
static void supervise(int fd) {
  alarm(BOUND);
  for (;;) {
    struct seccomp_notif question = {0};
    struct seccomp_notif_resp answer = {.error = -ALLOWED};
    if (ioctl(fd, SECCOMP_IOCTL_NOTIF_RECV, &question) != 0) {
      if (errno == EINTR || errno == ENOENT) continue;
      fail("receive");
    }
    answer.id = question.id;
    if (ioctl(fd, SECCOMP_IOCTL_NOTIF_SEND, &answer) != 0 && errno != ENOENT) fail("send");
  }
}

// The kernel's own probes of user programs: they pass every filter, and end a program that makes them itself.
static int is_probe(const char *abi, long number) {
  return abi[1] == '8' && (number == 335 || number == 336); // uretprobe, uprobe
}

static void ask_all(const char *abi, long (*ask)(long, uint64_t)) {
  for (size_t at = 0; at < sizeof arguments / sizeof *arguments; at++) {
    for (long number = 0; number < CALLS; number++) {
      long result = is_probe(abi, number) ? -ALLOWED : ask(number, arguments[at]);
      if (result != -ALLOWED) printf("%s %llx %ld %ld\n", abi, (unsigned long long)arguments[at], number, -result);
    }
    printf("%s %llx done\n", abi, (unsigned long long)arguments[at]);
    fflush(stdout);
  }
}

// In a process of its own: a kernel that does not run the ABI's programs kills it, and so may a filter.
static void round_of(const char *abi, long (*ask)(long, uint64_t)) {
  pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    alarm(BOUND);
    ask_all(abi, ask);
    _exit(0);
  }
  int status;
  if (waitpid(child, &status, 0) != child) fail("wait");
  if (WIFSIGNALED(status)) printf("%s killed %d\n", abi, WTERMSIG(status));
  fflush(stdout);
}

int main(void) {
  int listener = listen_for_marks();
  pid_t supervisor = fork();
  if (supervisor < 0) fail("fork");
  if (supervisor == 0) supervise(listener);
  close(listener);
  round_of("x86_64", ask64);
  round_of("i386", ask32);
  round_of("x32", askx32);
  kill(supervisor, SIGKILL);
  waitpid(supervisor, NULL, 0);
  return 0;
}
