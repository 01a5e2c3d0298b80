/* A slow, lossy wire between two Ethernet interfaces, in user space: for kernels without netem.
 *
 *   delay wire IF_A IF_B DELAY_US [LOSS_PERCENT [JITTER_US [RATE_KBPS]]]
 *       Carries every frame from one interface to the other, DELAY_US later. Loss, jitter and rate count each way. Order
 *       is kept under jitter. At a full rate, frames that would wait longer than QUEUE_LIMIT_NS are dropped (drop-tail).
 *       A line "A_KBPS B_KBPS" on its standard input sets the rates of what comes from A and from B from then on (0: none).
 *       Prints "ready" when both ends are open and stops at the end of its standard input: it cannot outlive its owner.
 *   delay plain IF...
 *       Turns segmentation and checksum offloads off. All ends of the veth pairs need it: a raw socket sees frames as
 *       they are handed over, so with offloads on it would carry 64 KiB giants and unfinished checksums.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FRAME_BYTES 2048            /* veth MTU 1500 plus headers, rounded up */
#define QUEUE_FRAMES (1u << 15)     /* a power of two; 64 MiB each way, touched only as far as used */
#define QUEUE_LIMIT_NS 300000000LL  /* a home router's buffer, roughly */
#define RECEIVE_BUFFER (16 << 20)
#define WAKE_EARLY_NS 150000LL      /* how late a virtual machine's timer wakes; the rest is spun away */

typedef struct { int64_t due; int length; unsigned char bytes[FRAME_BYTES]; } Frame;
typedef struct { Frame *frames; unsigned head, tail; int from, to; int64_t last_due, busy_until; double kbps; } Direction;
typedef struct { int64_t delay_ns, jitter_ns; double loss, kbps; } Path;

static void fail(const char *what) { perror(what); exit(1); }

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int open_interface(const char *name) {
  int s = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, htons(ETH_P_ALL)), on = 1, size = RECEIVE_BUFFER;
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL)};
  address.sll_ifindex = if_nametoindex(name);
  struct packet_mreq everything = {.mr_ifindex = address.sll_ifindex, .mr_type = PACKET_MR_PROMISC};
  if (s < 0 || !address.sll_ifindex || bind(s, (struct sockaddr *)&address, sizeof address)) fail(name);
  setsockopt(s, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on);
  setsockopt(s, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &everything, sizeof everything);
  setsockopt(s, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  return s;
}

/* Takes waiting frames from the interface and says when each is due at the other end. */
static void take(Direction *d, const Path *path) {
  while (d->tail - d->head < QUEUE_FRAMES) {
    Frame *frame = &d->frames[d->tail % QUEUE_FRAMES];
    frame->length = recv(d->from, frame->bytes, FRAME_BYTES, MSG_TRUNC);
    if (frame->length <= 0) return;
    if (frame->length > FRAME_BYTES) { fprintf(stderr, "frame of %d bytes: offloads are on\n", frame->length); continue; }
    if (drand48() < path->loss) continue;
    int64_t start = now_ns();
    if (d->kbps > 0) {
      if (d->busy_until < start) d->busy_until = start;
      if (d->busy_until - start > QUEUE_LIMIT_NS) continue;
      d->busy_until += (int64_t)(frame->length * 8 / d->kbps * 1e6);
      start = d->busy_until;
    }
    frame->due = start + path->delay_ns + (int64_t)(path->jitter_ns * drand48());
    if (frame->due < d->last_due) frame->due = d->last_due;
    d->last_due = frame->due;
    d->tail++;
  }
}

/* Sends what is due; returns when the next frame will be, or INT64_MAX. */
static int64_t give(Direction *d) {
  while (d->head != d->tail) {
    Frame *frame = &d->frames[d->head % QUEUE_FRAMES];
    if (frame->due > now_ns()) return frame->due;
    send(d->to, frame->bytes, frame->length, 0);
    d->head++;
  }
  return INT64_MAX;
}

static void wire(const char *a, const char *b, const Path *path) {
  int ends[2] = {open_interface(a), open_interface(b)};
  Direction directions[2] = {{.from = ends[0], .to = ends[1], .kbps = path->kbps},
                             {.from = ends[1], .to = ends[0], .kbps = path->kbps}};
  struct pollfd watched[3] = {{ends[0], POLLIN, 0}, {ends[1], POLLIN, 0}, {STDIN_FILENO, POLLIN, 0}};
  struct sched_param soon = {.sched_priority = 10};
  for (int i = 0; i < 2; i++)
    if (!(directions[i].frames = malloc(sizeof(Frame) * QUEUE_FRAMES))) fail("malloc");
  prctl(PR_SET_TIMERSLACK, 1);          /* the default of 50 us would be added to every frame */
  sched_setscheduler(0, SCHED_RR, &soon); /* a busy machine must not stretch the wire; works without, less exactly */
  srand48(now_ns());
  puts("ready");
  fflush(stdout);
  for (;;) {
    int64_t first = give(&directions[0]), second = give(&directions[1]);
    int64_t wait = (first < second ? first : second) - now_ns() - WAKE_EARLY_NS;
    if (wait < 0) wait = 0;
    if (wait > 1000000000LL) wait = 1000000000LL;
    struct timespec limit = {wait / 1000000000LL, wait % 1000000000LL};
    ppoll(watched, 3, &limit, NULL);
    for (int i = 0; i < 2; i++) take(&directions[i], path);
    if (!watched[2].revents) continue;
    char line[64] = "";
    if (read(STDIN_FILENO, line, sizeof line - 1) <= 0) return;
    sscanf(line, "%lf %lf", &directions[0].kbps, &directions[1].kbps);
  }
}

static void plain(const char *name, int s) {
  const uint32_t commands[] = {ETHTOOL_SRXCSUM, ETHTOOL_STXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO};
  for (unsigned i = 0; i < sizeof commands / sizeof *commands; i++) {
    struct ethtool_value off = {commands[i], 0};
    struct ifreq request = {.ifr_data = (void *)&off};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    if (ioctl(s, SIOCETHTOOL, &request) && commands[i] != ETHTOOL_SRXCSUM) fail(name);
  }
}

int main(int count, char **argument) {
  if (count >= 5 && !strcmp(argument[1], "wire")) {
    Path path = {.delay_ns = atof(argument[4]) * 1000};
    if (count > 5) path.loss = atof(argument[5]) / 100;
    if (count > 6) path.jitter_ns = atof(argument[6]) * 1000;
    if (count > 7) path.kbps = atof(argument[7]);
    wire(argument[2], argument[3], &path);
    return 0;
  }
  if (count >= 3 && !strcmp(argument[1], "plain")) {
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    for (int i = 2; i < count; i++) plain(argument[i], s);
    return 0;
  }
  fprintf(stderr, "usage: %s wire IF_A IF_B DELAY_US [LOSS_PERCENT [JITTER_US [RATE_KBPS]]] | plain IF...\n", argument[0]);
  return 2;
}
