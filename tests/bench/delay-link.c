/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* bench-link ROUND-TRIP-MS MBIT-PER-S: two network name spaces with a line of that kind between
 * them. Each has a TUN device with segmentation offload, and this program carries the packets from
 * one to the other: half of the round trip later, not faster than the rate, behind a queue that
 * drops what does not fit. Kernels without netem can do it, and nothing leaves this machine.
 *
 * Prints the process ids by which the name spaces are entered (10.77.0.1 and 10.77.0.2); ends with
 * its standard input. Needs the right to make name spaces. */

#define PACKET_SIZE  (65536 + 64)
#define QUEUE_BYTES  4000000
#define QUEUE_SLOTS  8192
#define SEGMENT      1448
/* Of each segment on a real line: Ethernet with its gap, IP and TCP. */
#define SEGMENT_EXTRA 90

typedef struct
{
  int64_t leaves;
  int64_t arrives;
  size_t  size;
  char   *bytes;
} Packet;

/* One direction. */
typedef struct
{
  int      from;
  int      to;
  int64_t  delay;
  double   nanoseconds_per_byte;
  GMutex   lock;
  GCond    changed;
  Packet   packets[QUEUE_SLOTS];
  size_t   head;
  size_t   tail;
  size_t   backlog;
  size_t   drained;
  int64_t  free_at;
} Line;

static void
check (int         result,
       const char *what)
{
  if (result < 0)
    {
      fprintf (stderr, "bench-link: %s: %s\n", what, strerror (errno));
      exit (1);
    }
}

static int64_t
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static void
configure (const char *name,
           const char *address,
           int         queue)
{
  struct ifreq request = { 0 };
  struct sockaddr_in *in = (struct sockaddr_in *) &request.ifr_addr;
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  strncpy (request.ifr_name, name, IFNAMSIZ - 1);
  if (address != NULL)
    {
      in->sin_family = AF_INET;
      inet_pton (AF_INET, address, &in->sin_addr);
      check (ioctl (fd, SIOCSIFADDR, &request), "address");
      inet_pton (AF_INET, "255.255.255.0", &in->sin_addr);
      check (ioctl (fd, SIOCSIFNETMASK, &request), "netmask");
      request.ifr_qlen = queue;
      check (ioctl (fd, SIOCSIFTXQLEN, &request), "queue length");
    }
  check (ioctl (fd, SIOCGIFFLAGS, &request), "flags");
  request.ifr_flags |= IFF_UP | IFF_RUNNING;
  check (ioctl (fd, SIOCSIFFLAGS, &request), "up");
  close (fd);
}

static int
open_tun (void)
{
  struct ifreq request = { 0 };
  int fd = open ("/dev/net/tun", O_RDWR | O_CLOEXEC);

  check (fd, "/dev/net/tun");
  request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
  strncpy (request.ifr_name, "line", IFNAMSIZ - 1);
  check (ioctl (fd, TUNSETIFF, &request), "TUN device");
  check (ioctl (fd, TUNSETOFFLOAD, TUN_F_CSUM | TUN_F_TSO4), "offload");

  return fd;
}

static void
give_fd (int socket,
         int fd)
{
  char byte = 0;
  struct iovec part = { &byte, 1 };
  char control[CMSG_SPACE (sizeof fd)] = { 0 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                            .msg_controllen = sizeof control };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (header), &fd, sizeof fd);
  check (sendmsg (socket, &message, 0), "sendmsg");
}

static int
take_fd (int socket)
{
  char byte;
  struct iovec part = { &byte, 1 };
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control,
                            .msg_controllen = sizeof control };
  int fd;

  if (recvmsg (socket, &message, MSG_CMSG_CLOEXEC) != 1 || CMSG_FIRSTHDR (&message) == NULL)
    exit (1);
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);

  return fd;
}

/* A process that does nothing but be in a name space; its device comes back. */
static pid_t
make_end (const char *address,
          int        *tun)
{
  int pair[2];
  pid_t pid;

  check (socketpair (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair), "socketpair");
  pid = fork ();
  check (pid, "fork");
  if (pid == 0)
    {
      int fd;

      prctl (PR_SET_PDEATHSIG, SIGKILL);
      check (unshare (CLONE_NEWNET), "network name space");
      configure ("lo", NULL, 0);
      fd = open_tun ();
      configure ("line", address, 10000);
      give_fd (pair[1], fd);
      close (fd);
      for (;;)
        pause ();
    }

  close (pair[1]);
  *tun = take_fd (pair[0]);
  close (pair[0]);

  return pid;
}

/* When a packet that comes now will be through, or FALSE if there is no room for it. */
static gboolean
line_schedule (Line    *line,
               Packet  *packet,
               int64_t  now)
{
  size_t segments = packet->size / SEGMENT + 1;
  double bytes = packet->size + segments * SEGMENT_EXTRA;

  while (line->drained != line->tail &&
         line->packets[line->drained % QUEUE_SLOTS].leaves <= now)
    line->backlog -= line->packets[line->drained++ % QUEUE_SLOTS].size;

  if (line->backlog + packet->size > QUEUE_BYTES || line->tail - line->head == QUEUE_SLOTS)
    return FALSE;

  line->free_at = MAX (line->free_at, now) + (int64_t) (bytes * line->nanoseconds_per_byte);
  packet->leaves = line->free_at;
  packet->arrives = line->free_at + line->delay;
  line->backlog += packet->size;

  return TRUE;
}

static gpointer
line_take (gpointer data)
{
  Line *line = data;
  char *buffer = g_malloc (PACKET_SIZE);

  for (;;)
    {
      ssize_t n = read (line->from, buffer, PACKET_SIZE);
      Packet packet = { 0 };

      if (n <= 0)
        continue;

      packet.size = n;
      g_mutex_lock (&line->lock);
      if (line_schedule (line, &packet, now_ns ()))
        {
          packet.bytes = g_memdup2 (buffer, n);
          line->packets[line->tail++ % QUEUE_SLOTS] = packet;
          g_cond_signal (&line->changed);
        }
      g_mutex_unlock (&line->lock);
    }

  return NULL;
}

static gpointer
line_give (gpointer data)
{
  Line *line = data;

  for (;;)
    {
      struct timespec due;
      Packet packet;

      g_mutex_lock (&line->lock);
      while (line->head == line->tail)
        g_cond_wait (&line->changed, &line->lock);
      packet = line->packets[line->head % QUEUE_SLOTS];
      g_mutex_unlock (&line->lock);

      due.tv_sec = packet.arrives / 1000000000;
      due.tv_nsec = packet.arrives % 1000000000;
      while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR)
        ;
      if (write (line->to, packet.bytes, packet.size) < 0 && errno != EIO)
        perror ("bench-link: write");
      g_free (packet.bytes);

      /* Its slot is needed to the last for the backlog to be counted. */
      g_mutex_lock (&line->lock);
      line->head++;
      while (line->drained < line->head)
        line->backlog -= line->packets[line->drained++ % QUEUE_SLOTS].size;
      g_mutex_unlock (&line->lock);
    }

  return NULL;
}

static void
line_start (int    from,
            int    to,
            double milliseconds,
            double megabits)
{
  Line *line = g_new0 (Line, 1);

  line->from = from;
  line->to = to;
  line->delay = (int64_t) (milliseconds * 1000000);
  line->nanoseconds_per_byte = 8000 / megabits;
  g_mutex_init (&line->lock);
  g_cond_init (&line->changed);
  g_thread_unref (g_thread_new ("take", line_take, line));
  g_thread_unref (g_thread_new ("give", line_give, line));
}

int
main (int    argc,
      char **argv)
{
  double delay;
  double rate;
  int near;
  int far;
  pid_t near_end;
  pid_t far_end;

  if (argc != 3 || (rate = atof (argv[2])) <= 0)
    {
      fprintf (stderr, "usage: bench-link ROUND-TRIP-MS MBIT-PER-S\n");
      return 2;
    }

  delay = atof (argv[1]) / 2;
  near_end = make_end ("10.77.0.1", &near);
  far_end = make_end ("10.77.0.2", &far);
  line_start (near, far, delay, rate);
  line_start (far, near, delay, rate);
  printf ("%d %d\n", near_end, far_end);
  fflush (stdout);

  while (getchar () != EOF)
    ;

  kill (near_end, SIGKILL);
  kill (far_end, SIGKILL);

  return 0;
}
