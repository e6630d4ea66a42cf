/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

/* bench-sink ADDRESS CERTIFICATE: a server over TLS 1.3 that takes every PUT as fast as it comes.
 *
 * It decrypts the requests' headers. Of a body it reads the records' lengths, and has the kernel
 * throw their content away: the server costs next to nothing, and what is measured is the client.
 * Prints its address and its certificate's fingerprint; ends with its standard input. */

#define MAX_HEADERS 16384
/* Around what a TLS 1.3 record of AES-GCM holds: a byte that tells its kind, and a tag. */
#define RECORD_EXTRA 17

static gnutls_certificate_credentials_t credentials;

typedef struct
{
  int              fd;
  gnutls_session_t tls;
} Peer;

static void
check (int         result,
       const char *what)
{
  if (result < 0)
    {
      fprintf (stderr, "bench-sink: %s: %s\n", what, gnutls_strerror (result));
      exit (1);
    }
}

static void
check_system (int         result,
              const char *what)
{
  if (result < 0)
    {
      perror (what);
      exit (1);
    }
}

/* A certificate of one's own for the address, as a file that clients can be told to trust. */
static void
make_certificate (const char *address,
                  const char *path)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;
  gnutls_datum_t pem;
  struct in_addr ip;
  unsigned char serial = 1;
  unsigned char digest[32];
  size_t size = sizeof digest;

  inet_pton (AF_INET, address, &ip);
  check (gnutls_x509_privkey_init (&key), "key");
  check (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                       GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
         "key");
  check (gnutls_x509_crt_init (&certificate), "certificate");
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, &serial, 1);
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) - 3600);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 86400);
  gnutls_x509_crt_set_dn_by_oid (certificate, GNUTLS_OID_X520_COMMON_NAME, 0, address,
                                 strlen (address));
  gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_IPADDRESS, &ip, sizeof ip, 0);
  gnutls_x509_crt_set_basic_constraints (certificate, 1, -1);
  gnutls_x509_crt_set_key (certificate, key);
  check (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), "signature");

  check (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &pem), "certificate");
  if (!g_file_set_contents (path, (const char *) pem.data, pem.size, NULL))
    exit (1);

  gnutls_x509_crt_get_fingerprint (certificate, GNUTLS_DIG_SHA256, digest, &size);
  printf ("sha256:");
  for (size_t i = 0; i < size; i++)
    printf ("%02x", digest[i]);
  printf ("\n");
  fflush (stdout);

  check (gnutls_certificate_allocate_credentials (&credentials), "credentials");
  check (gnutls_certificate_set_x509_key (credentials, &certificate, 1, key), "credentials");
}

/* @count bytes from the socket; to nowhere without @buffer. */
static gboolean
receive (int     fd,
         void   *buffer,
         size_t  count)
{
  uint8_t *at = buffer;

  while (count > 0)
    {
      ssize_t n = recv (fd, at, count, at != NULL ? MSG_WAITALL : MSG_TRUNC | MSG_WAITALL);

      if (n <= 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          count -= n;
          if (at != NULL)
            at += n;
        }
    }

  return TRUE;
}

/* Takes @length bytes of plain text without ever seeing them, and tells the library that as many
 * records have passed. */
static gboolean
discard_body (Peer     *peer,
              uint64_t  length)
{
  unsigned char sequence[8];
  uint64_t records = 0;

  while (length > 0)
    {
      uint8_t header[5];
      size_t size;

      if (!receive (peer->fd, header, sizeof header))
        return FALSE;

      size = header[3] << 8 | header[4];
      if (header[0] != 23 || size <= RECORD_EXTRA || size - RECORD_EXTRA > length ||
          !receive (peer->fd, NULL, size))
        return FALSE;

      length -= size - RECORD_EXTRA;
      records++;
    }

  check (gnutls_record_get_state (peer->tls, 1, NULL, NULL, NULL, sequence), "sequence");
  for (int i = 7; i >= 0; i--)
    {
      records += sequence[i];
      sequence[i] = records & 0xff;
      records >>= 8;
    }
  check (gnutls_record_set_state (peer->tls, 1, sequence), "sequence");

  return TRUE;
}

/* Headers up to their empty line, and in the same record perhaps some of the body. */
static ssize_t
read_headers (Peer   *peer,
              char   *buffer,
              size_t *total)
{
  *total = 0;
  while (*total < MAX_HEADERS)
    {
      ssize_t n = gnutls_record_recv (peer->tls, buffer + *total, MAX_HEADERS - *total);
      char *end;

      if (n == GNUTLS_E_INTERRUPTED || n == GNUTLS_E_AGAIN)
        continue;
      if (n <= 0)
        return -1;

      *total += n;
      buffer[*total] = '\0';
      end = strstr (buffer, "\r\n\r\n");
      if (end != NULL)
        return end - buffer + 4;
    }

  return -1;
}

static gboolean
answer (Peer       *peer,
        const char *text)
{
  return gnutls_record_send (peer->tls, text, strlen (text)) > 0;
}

static gboolean
serve_request (Peer *peer)
{
  char buffer[MAX_HEADERS + 1];
  const char *field;
  uint64_t length = 0;
  size_t total;
  ssize_t headers = read_headers (peer, buffer, &total);

  if (headers < 0)
    return FALSE;

  /* What of the body came along; the rest of that record is in the library. */
  field = strcasestr (buffer, "\r\nContent-Length:");
  if (field != NULL)
    length = strtoull (field + strlen ("\r\nContent-Length:"), NULL, 10);
  if (strcasestr (buffer, "\r\nExpect: 100-continue") != NULL &&
      !answer (peer, "HTTP/1.1 100 Continue\r\n\r\n"))
    return FALSE;

  length -= MIN (length, total - headers);
  while (length > 0 && gnutls_record_check_pending (peer->tls) > 0)
    {
      ssize_t n = gnutls_record_recv (peer->tls, buffer, MIN (length, sizeof buffer));

      if (n <= 0)
        return FALSE;
      length -= n;
    }

  return discard_body (peer, length) &&
         answer (peer, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static gpointer
serve (gpointer data)
{
  Peer peer = { .fd = GPOINTER_TO_INT (data) };
  int yes = 1;

  setsockopt (peer.fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  check (gnutls_init (&peer.tls, GNUTLS_SERVER), "session");
  check (gnutls_priority_set_direct (peer.tls, "NORMAL:-VERS-ALL:+VERS-TLS1.3:"
                                     "-CIPHER-ALL:+AES-256-GCM", NULL), "priorities");
  gnutls_credentials_set (peer.tls, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (peer.tls, peer.fd);

  if (gnutls_handshake (peer.tls) == GNUTLS_E_SUCCESS)
    {
      while (serve_request (&peer))
        ;
    }

  gnutls_deinit (peer.tls);
  close (peer.fd);

  return NULL;
}

static gpointer
accept_all (gpointer data)
{
  for (;;)
    {
      int fd = accept (GPOINTER_TO_INT (data), NULL, NULL);

      if (fd >= 0)
        g_thread_unref (g_thread_new ("peer", serve, GINT_TO_POINTER (fd)));
    }

  return NULL;
}

int
main (int    argc,
      char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t size = sizeof address;
  int yes = 1;
  int fd;

  if (argc != 3 || inet_pton (AF_INET, argv[1], &address.sin_addr) != 1)
    {
      fprintf (stderr, "usage: bench-sink ADDRESS CERTIFICATE\n");
      return 2;
    }

  fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  check_system (fd, "socket");
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  check_system (bind (fd, (struct sockaddr *) &address, sizeof address), "bind");
  check_system (listen (fd, 64), "listen");
  check_system (getsockname (fd, (struct sockaddr *) &address, &size), "getsockname");

  printf ("https://%s:%u ", argv[1], ntohs (address.sin_port));
  make_certificate (argv[1], argv[2]);
  g_thread_unref (g_thread_new ("accept", accept_all, GINT_TO_POINTER (fd)));

  while (getchar () != EOF)
    ;

  return 0;
}
