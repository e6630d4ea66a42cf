/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* The other end of a wire: a server of threads that behaves, and misbehaves, exactly as told. */
typedef struct _WirePeer WirePeer;

typedef enum
{
  /* Takes the body and answers with the status. */
  WIRE_PEER_TAKE,
  /* Takes the body and answers when wire_peer_release() is called. */
  WIRE_PEER_ANSWER_LATE,
  /* Reads so much of the body, then nothing more, and leaves the connection open. */
  WIRE_PEER_STOP_READING,
  /* … then resets the connection. */
  WIRE_PEER_RESET,
  /* … then answers with the status and closes, with unread bytes. */
  WIRE_PEER_ANSWER_AND_CLOSE,
  /* … then answers with the status and reads no more. */
  WIRE_PEER_ANSWER_AND_STOP,
  /* Answers with the status at the headers and reads no body. */
  WIRE_PEER_REFUSE,
  /* Answers with the status before it has read anything. */
  WIRE_PEER_ANSWER_AT_ONCE,
  /* Waits for a body after Expect: 100-continue without asking for it. */
  WIRE_PEER_NEVER_CONTINUE,
  /* Says 417 to Expect: 100-continue. */
  WIRE_PEER_NO_EXPECTATIONS,
  /* GET: ranges as asked for. */
  WIRE_PEER_SERVE,
  /* GET: from the start, whatever was asked for. */
  WIRE_PEER_SERVE_WHOLE,
  /* GET: another range than was asked for. */
  WIRE_PEER_SERVE_OTHER,
  /* GET: announces all, sends so much and closes. */
  WIRE_PEER_SERVE_PART,
  /* GET: announces all, sends so much and then nothing. */
  WIRE_PEER_SERVE_AND_STOP,
  /* GET: in chunks, without a length. */
  WIRE_PEER_SERVE_CHUNKED,
} WirePeerMode;

WirePeer   *wire_peer_new              (gboolean      tls);
void        wire_peer_free             (WirePeer     *self);
const char *wire_peer_get_uri          (WirePeer     *self);
/* "127.0.0.1:PORT" */
const char *wire_peer_get_host         (WirePeer     *self);
char       *wire_peer_dup_fingerprint  (WirePeer     *self);
/* For the connections from now on. @amount is the "so much" of the mode. */
void        wire_peer_set_mode         (WirePeer     *self,
                                        WirePeerMode  mode,
                                        unsigned      status,
                                        uint64_t      amount);
void        wire_peer_set_content      (WirePeer     *self,
                                        GBytes       *content);
void        wire_peer_release          (WirePeer     *self);

unsigned    wire_peer_count_connections (WirePeer    *self);
/* Those that still exist. */
unsigned    wire_peer_count_open       (WirePeer     *self);
unsigned    wire_peer_count_requests   (WirePeer     *self);
/* Bytes of bodies that were read so far, in all. */
uint64_t    wire_peer_count_bytes      (WirePeer     *self);
/* The most frequent size of the TLS records of application data that came in. */
unsigned    wire_peer_get_record_size  (WirePeer     *self);
/* Of the newest request: its head, and the SHA-256 of its body. */
char       *wire_peer_dup_head         (WirePeer     *self);
char       *wire_peer_dup_sha256       (WirePeer     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WirePeer, wire_peer_free)

G_END_DECLS
