/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A function before which CLONES stands is compiled for wider processors too, and the best is taken
 * when the program starts. Nothing is contracted, so that all give the same numbers. By gcc alone:
 * clang 14 gives such a function a name that other files do not find. */
#ifndef BASE_CLONES_H
#define BASE_CLONES_H

#include <stdint.h> /* which says whether this is glibc */

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__has_attribute) && !defined(__clang__)
#if __has_attribute(target_clones)
#define CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#endif
#ifndef CLONES
#define CLONES
#endif

#endif
