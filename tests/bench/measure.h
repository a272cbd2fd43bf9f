/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure.h: what both measuring programs share: the clock, the order of a round, medians. */
#ifndef IK_BENCH_MEASURE_H
#define IK_BENCH_MEASURE_H

#include <stddef.h>

enum { CONTENDERS_MAX = 12, ROUNDS_MAX = 1000 };

double measure_now(void); /* CLOCK_MONOTONIC in ms */

/* ORDER gets 0..N-1 shuffled, another way each round: with a fixed order each contender would
 * always run behind the same neighbour. */
void measure_shuffle(size_t *order, size_t n);

double measure_median(const double *values, size_t n);
double measure_tenth(const double *values, size_t n, int tenth); /* 1: p10, 9: p90 */

/* The median of A[i] / B[i]: a slow spell of the machine hits both sides of a pair. */
double measure_ratio(const double *a, const double *b, size_t n);

/* Splits LINE at blanks in place ('single quotes' keep words together); ARGV ends in NULL. */
void measure_split(char *line, char **argv, size_t room);

#endif
