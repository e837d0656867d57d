#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the compiled library calls: it never prints, aborts, exits, jumps,
# changes the locale, signals or rounding, formats or reads numbers outside
# core/text.c (which undoes what the locale does), or allocates outside
# core/memory.c.
set -eu
test "$NM" != no || exit 77
archive=$PARAMOD_BUILD/lib/.libs/libparamod-all.a

# Names as in the object files: a fortified printf is __printf_chk, a C99
# scanf is __isoc99_scanf.
forbidden='^(_*(isoc99_)?v?(f|s|sn|d|as)?(w)?(printf|scanf)(_chk)?|puts|fputs|putchar|putc|fputc|fwrite|write|perror|stdin|stdout|stderr|abort|exit|_exit|_Exit|quick_exit|atexit|__assert_fail|raise|kill|signal|sigaction|_*sig?setjmp|_*longjmp(_chk)?|setlocale|uselocale|newlocale|localeconv|fesetround|fesetenv|feenableexcept|fedisableexcept|fesetexceptflag|strtod|strtof|strtold|atof|rand|srand|random|srandom|drand48|strtok|getenv|setenv|fork|system)$'
text='^(_*snprintf(_chk)?|strtod)$'
allocation='^(malloc|calloc|realloc|reallocarray|free|strdup|strndup|aligned_alloc|posix_memalign|memalign)$'

"$NM" -u -A "$archive" | awk -v forbidden="$forbidden" -v text="$text" \
    -v allocation="$allocation" '
    { file = $1; sub(/^.*\.a:/, "", file); sub(/:$/, "", file)
      symbol = $NF; sub(/@.*/, "", symbol); undefined++ }
    symbol ~ text && file ~ /(^|-)text\.l?o$/ { next }
    symbol ~ forbidden  { print file " calls " symbol; bad = 1 }
    symbol ~ allocation && file !~ /(^|-)memory\.l?o$/ {
        print file " calls " symbol ": only core/memory.c may allocate"; bad = 1 }
    END {
        if (!undefined) { print "no symbol was read from the library"; bad = 1 }
        exit bad
    }'
