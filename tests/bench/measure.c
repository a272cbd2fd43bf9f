/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure.c: what both measuring programs share: the clock, the order of a round, medians. */
#include "config.h"

#include "bench/measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

double measure_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void measure_shuffle(size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)rand() % i, kept = order[i - 1];

		order[i - 1] = order[k];
		order[k] = kept;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double measure_tenth(const double *values, size_t n, int tenth)
{
	double sorted[ROUNDS_MAX];

	if (n == 0)
		return 0;
	memcpy(sorted, values, n * sizeof *values);
	qsort(sorted, n, sizeof *sorted, by_value);
	return sorted[(n - 1) * (size_t)tenth / 10];
}

double measure_median(const double *values, size_t n)
{
	return measure_tenth(values, n, 5);
}

double measure_ratio(const double *a, const double *b, size_t n)
{
	double ratios[ROUNDS_MAX];
	size_t pairs = 0;

	for (size_t i = 0; i < n; i++)
		if (a[i] > 0 && b[i] > 0)
			ratios[pairs++] = a[i] / b[i];
	return measure_median(ratios, pairs);
}

void measure_split(char *line, char **argv, size_t room)
{
	size_t n = 0;

	while (*line && n + 1 < room) {
		char end = ' ';

		while (*line == ' ')
			line++;
		if (!*line)
			break;
		if (*line == '\'') {
			end = '\'';
			line++;
		}
		argv[n++] = line;
		line += strcspn(line, end == ' ' ? " " : "'");
		if (*line)
			*line++ = '\0';
	}
	argv[n] = NULL;
}
