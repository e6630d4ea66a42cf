/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <stdatomic.h>

#include "vcd-body-stream-private.h"
#include "vcd-splice-private.h"

/* So much is written before other sources of the context have their turn. */
#define BUDGET (1024 * 1024)
/* Turns of the context within which libsoup answers a request that lies in memory. */
#define MAX_TURNS 64

/* libsoup writes an HTTP/1.1 body by g_output_stream_splice_async() to a stream of a private class,
 * and GIO's implementation of that moves 8 KiB in two turns of the main loop. Here is another one
 * for that class: it writes what the body stream has read where it lies, as long as the connection
 * takes it. Any other source goes the old way. */
typedef void   (*SpliceAsync)  (GOutputStream             *stream,
                                GInputStream              *source,
                                GOutputStreamSpliceFlags   flags,
                                int                        io_priority,
                                GCancellable              *cancellable,
                                GAsyncReadyCallback        callback,
                                gpointer                   user_data);
typedef gssize (*SpliceFinish) (GOutputStream             *stream,
                                GAsyncResult              *result,
                                GError                   **error);

static SpliceAsync stock_splice_async;
static SpliceFinish stock_splice_finish;
static _Atomic gboolean installed;
static _Atomic gboolean disabled;

/* One body on its way. */
typedef struct
{
  VcdBodyStream            *body;
  GOutputStreamSpliceFlags  flags;
  gssize                    total;
} VcdSplice;

static void vcd_splice_move (GTask *task);

static void
vcd_splice_free (gpointer data)
{
  VcdSplice *self = data;

  g_object_unref (self->body);
  g_free (self);
}

static void
vcd_splice_finish_task (GTask  *task,
                        GError *error)
{
  VcdSplice *self = g_task_get_task_data (task);

  if (self->flags & G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE)
    g_input_stream_close (G_INPUT_STREAM (self->body), NULL, NULL);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, self->total);

  g_object_unref (task);
}

static gboolean
vcd_splice_go_on (gpointer data)
{
  vcd_splice_move (data);

  return G_SOURCE_REMOVE;
}

static gboolean
vcd_splice_ready (GObject  *stream,
                  gpointer  data)
{
  return vcd_splice_go_on (data);
}

/* @source is taken. */
static void
vcd_splice_wait (GTask   *task,
                 GSource *source)
{
  g_source_set_static_name (source, "VcdSplice");
  g_task_attach_source (task, source, G_SOURCE_FUNC (vcd_splice_ready));
  g_source_unref (source);
}

/* After a write that failed: waits for better times, or ends. */
static void
vcd_splice_write_failed (GTask         *task,
                         GOutputStream *stream,
                         GError        *error)
{
  VcdSplice *self = g_task_get_task_data (task);
  GPollableOutputStream *pollable = G_POLLABLE_OUTPUT_STREAM (stream);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      vcd_body_stream_tell_broken (self->body);
      vcd_splice_finish_task (task, error);
      return;
    }

  g_error_free (error);
  vcd_splice_wait (task, g_pollable_output_stream_create_source (pollable, cancellable));
}

/* When there are no bytes to be written: the end, an error, or a wait. */
static void
vcd_splice_nothing_read (GTask  *task,
                         GError *error)
{
  VcdSplice *self = g_task_get_task_data (task);
  GPollableInputStream *pollable = G_POLLABLE_INPUT_STREAM (self->body);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    {
      vcd_splice_finish_task (task, error);
      return;
    }

  g_error_free (error);
  vcd_splice_wait (task, g_pollable_input_stream_create_source (pollable, cancellable));
}

static void
vcd_splice_move (GTask *task)
{
  VcdSplice *self = g_task_get_task_data (task);
  GOutputStream *stream = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gssize budget = BUDGET;
  GError *error = NULL;

  while (budget > 0)
    {
      const uint8_t *bytes;
      size_t length;
      gssize written;

      if (g_cancellable_set_error_if_cancelled (cancellable, &error))
        {
          vcd_splice_finish_task (task, error);
          return;
        }

      bytes = vcd_body_stream_peek (self->body, &length, &error);
      if (bytes == NULL)
        {
          vcd_splice_nothing_read (task, error);
          return;
        }

      written = g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream),
                                                            bytes, length, cancellable, &error);
      if (written < 0)
        {
          vcd_splice_write_failed (task, stream, error);
          return;
        }

      vcd_body_stream_consume (self->body, written);
      self->total += written;
      budget -= written;
    }

  {
    GSource *source = g_idle_source_new ();

    g_source_set_static_name (source, "VcdSplice");
    g_task_attach_source (task, source, vcd_splice_go_on);
    g_source_unref (source);
  }
}

static void
vcd_splice_async (GOutputStream            *stream,
                  GInputStream             *source,
                  GOutputStreamSpliceFlags  flags,
                  int                       io_priority,
                  GCancellable             *cancellable,
                  GAsyncReadyCallback       callback,
                  gpointer                  user_data)
{
  VcdSplice *self;
  GTask *task;

  if (disabled || !VCD_IS_BODY_STREAM (source) || (flags & G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET) ||
      !g_pollable_output_stream_can_poll (G_POLLABLE_OUTPUT_STREAM (stream)))
    {
      stock_splice_async (stream, source, flags, io_priority, cancellable, callback, user_data);
      return;
    }

  self = g_new0 (VcdSplice, 1);
  self->body = g_object_ref (VCD_BODY_STREAM (source));
  self->flags = flags;

  task = g_task_new (stream, cancellable, callback, user_data);
  g_task_set_source_tag (task, vcd_splice_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_priority (task, io_priority);
  g_task_set_task_data (task, self, vcd_splice_free);
  vcd_splice_move (task);
}

static gssize
vcd_splice_finish (GOutputStream  *stream,
                   GAsyncResult   *result,
                   GError        **error)
{
  if (g_async_result_is_tagged (result, vcd_splice_async))
    return g_task_propagate_int (G_TASK (result), error);

  return stock_splice_finish (stream, result, error);
}

/* The class is registered when libsoup first writes a message. This lets it write one: a server's
 * answer to a request that comes from memory and goes there. */
static void
vcd_splice_write_something (GMainContext *context)
{
  static const char request[] = "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_data (request, -1, NULL);
  g_autoptr (GOutputStream) output = g_memory_output_stream_new_resizable ();
  g_autoptr (GIOStream) stream = g_simple_io_stream_new (input, output);
  g_autoptr (GSocketAddress) nowhere = g_inet_socket_address_new_from_string ("127.0.0.1", 0);

  if (soup_server_accept_iostream (server, stream, nowhere, nowhere, NULL))
    {
      for (unsigned i = 0; i < MAX_TURNS && g_main_context_iteration (context, FALSE); i++)
        ;
    }
  soup_server_disconnect (server);
}

static GType
vcd_splice_find_class (void)
{
  GType type = g_type_from_name ("SoupBodyOutputStream");

  if (type == 0)
    {
      g_autoptr (GMainContext) context = g_main_context_new ();

      g_main_context_push_thread_default (context);
      vcd_splice_write_something (context);
      g_main_context_pop_thread_default (context);
      type = g_type_from_name ("SoupBodyOutputStream");
    }

  return type;
}

void
vcd_splice_install (void)
{
  static GMutex lock;
  static gboolean tried;
  GOutputStreamClass *klass;
  GType type;

  g_mutex_lock (&lock);

  if (!tried)
    {
      tried = TRUE;

      type = vcd_splice_find_class ();
      if (type != 0 && g_type_is_a (type, G_TYPE_OUTPUT_STREAM) &&
          g_type_is_a (type, G_TYPE_POLLABLE_OUTPUT_STREAM))
        {
          /* Never given back: the class stays changed. */
          klass = g_type_class_ref (type);
          stock_splice_async = klass->splice_async;
          stock_splice_finish = klass->splice_finish;
          klass->splice_async = vcd_splice_async;
          klass->splice_finish = vcd_splice_finish;
          installed = TRUE;
        }
      else
        {
          g_debug ("libsoup writes bodies in another way than expected; uploads cost more");
        }
    }

  g_mutex_unlock (&lock);
}

gboolean
vcd_splice_is_installed (void)
{
  return installed;
}

void
vcd_splice_set_enabled (gboolean enabled)
{
  disabled = !enabled;
}
