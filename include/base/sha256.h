/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of bytes that come piece by piece: by which a fit names the data that it was made from.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_BLOCK = 64, SHA256_TEXT = 65 };

struct sha256 {
    uint32_t state[8];
    uint64_t length;                   /* bytes so far */
    unsigned char block[SHA256_BLOCK]; /* those of them that fill no block yet */
};

void sha256_start(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *bytes, size_t size);

/* The sum of all that was added, in hexadecimal; nothing can be added after. Returns out. Source:
 * FIPS 180-4. */
const char *sha256_end(struct sha256 *sha, char out[SHA256_TEXT]);

#endif
