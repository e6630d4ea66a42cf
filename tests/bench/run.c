/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* bench-run COUNT PID COMMAND…: runs COUNT copies of COMMAND at once, in the network name space of
 * the process PID unless that is 0, and prints seconds, seconds of CPU and the largest memory in
 * bytes. A small program does that, because memory is counted from the fork on. */

static double
seconds (struct timeval time)
{
  return time.tv_sec + time.tv_usec / 1e6;
}

int
main (int    argc,
      char **argv)
{
  struct timespec start;
  struct timespec end;
  double cpu = 0;
  long memory = 0;
  int failed = 0;
  int count;

  if (argc < 4 || (count = atoi (argv[1])) < 1)
    return 2;

  if (strcmp (argv[2], "0") != 0)
    {
      char path[64];
      int fd;

      snprintf (path, sizeof path, "/proc/%s/ns/net", argv[2]);
      fd = open (path, O_RDONLY | O_CLOEXEC);
      if (fd < 0 || setns (fd, CLONE_NEWNET) < 0)
        {
          perror (path);
          return 1;
        }
    }

  clock_gettime (CLOCK_MONOTONIC, &start);
  for (int i = 0; i < count; i++)
    {
      if (fork () == 0)
        {
          execvp (argv[3], argv + 3);
          perror (argv[3]);
          _exit (127);
        }
    }

  for (int i = 0; i < count; i++)
    {
      struct rusage usage;
      int status;

      if (wait4 (-1, &status, 0, &usage) < 0)
        return 1;
      failed |= status;
      cpu += seconds (usage.ru_utime) + seconds (usage.ru_stime);
      if (usage.ru_maxrss > memory)
        memory = usage.ru_maxrss;
    }
  clock_gettime (CLOCK_MONOTONIC, &end);

  fprintf (stderr, "\nmeasured %.6f %.6f %ld\n",
           end.tv_sec - start.tv_sec + (end.tv_nsec - start.tv_nsec) / 1e9, cpu, memory * 1024);

  return failed != 0;
}
