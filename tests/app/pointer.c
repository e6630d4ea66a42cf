/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pointer - a pointer for a Wayland compositor that has none, moved by lines of standard input:
 *
 *   move X Y WIDTH HEIGHT   to a place on an output of that size
 *   press N, release N      button N, counted from 1: left, middle, right
 *
 * It says "done" once it is there, and after each line that the compositor has taken.
 */
#include <linux/input-event-codes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <wayland-client.h>

/* Of the wlroots protocol for virtual pointers, version 1, as far as it is used here: the order of
 * the requests is what counts. */
enum
{
  MOTION,
  MOTION_ABSOLUTE,
  BUTTON,
  AXIS,
  FRAME,
};

static const struct wl_interface *no_types[5];

static const struct wl_message pointer_requests[] = {
  { "motion", "uff", no_types },
  { "motion_absolute", "uuuuu", no_types },
  { "button", "uuu", no_types },
  { "axis", "uuf", no_types },
  { "frame", "", no_types },
};

static const struct wl_interface pointer_interface = {
  "zwlr_virtual_pointer_v1", 1, 5, pointer_requests, 0, NULL,
};

static const struct wl_interface *create_types[] = { &wl_seat_interface, &pointer_interface };

static const struct wl_message manager_requests[] = {
  { "create_virtual_pointer", "?on", create_types },
};

static const struct wl_interface manager_interface = {
  "zwlr_virtual_pointer_manager_v1", 1, 1, manager_requests, 0, NULL,
};

static struct wl_proxy *manager;

static void
on_global (void               *data,
           struct wl_registry *registry,
           uint32_t            name,
           const char         *interface,
           uint32_t            version)
{
  if (strcmp (interface, manager_interface.name) == 0)
    manager = wl_registry_bind (registry, name, &manager_interface, 1);
}

static void
on_global_remove (void               *data,
                  struct wl_registry *registry,
                  uint32_t            name)
{
}

static uint32_t
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);

  return (uint32_t) (time.tv_sec * 1000 + time.tv_nsec / 1000000);
}

static void
obey (struct wl_proxy *pointer,
      const char      *line)
{
  static const uint32_t buttons[] = { BTN_LEFT, BTN_MIDDLE, BTN_RIGHT };
  unsigned int x, y, width, height, button;

  if (sscanf (line, "move %u %u %u %u", &x, &y, &width, &height) == 4)
    wl_proxy_marshal (pointer, MOTION_ABSOLUTE, now (), x, y, width, height);
  else if (sscanf (line, "press %u", &button) == 1 && button >= 1 && button <= 3)
    wl_proxy_marshal (pointer, BUTTON, now (), buttons[button - 1], 1u);
  else if (sscanf (line, "release %u", &button) == 1 && button >= 1 && button <= 3)
    wl_proxy_marshal (pointer, BUTTON, now (), buttons[button - 1], 0u);
  wl_proxy_marshal (pointer, FRAME);
}

int
main (void)
{
  static const struct wl_registry_listener listener = { on_global, on_global_remove };
  struct wl_display *display = wl_display_connect (NULL);
  struct wl_proxy *pointer;
  char line[128];

  if (display == NULL)
    return 1;
  wl_registry_add_listener (wl_display_get_registry (display), &listener, NULL);
  if (wl_display_roundtrip (display) < 0 || manager == NULL)
    return 1;
  pointer = wl_proxy_marshal_flags (manager, 0, &pointer_interface, 1, 0, NULL, NULL);

  do
    {
      if (wl_display_roundtrip (display) < 0)
        return 1;
      puts ("done");
      fflush (stdout);
      if (fgets (line, sizeof line, stdin) == NULL)
        break;
      obey (pointer, line);
    }
  while (1);

  wl_display_disconnect (display);

  return 0;
}
