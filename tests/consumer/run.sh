#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds consumer.c against an installed paramod in every way that the manual
# shows, and runs it:  run.sh PREFIX
set -eu
prefix=$1
source=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
CC=${CC:-cc}
flags="-std=c11 -Wall -Wextra -Werror"

PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name paramod.pc)")
export PKG_CONFIG_PATH
libdir=$(pkg-config --variable=libdir paramod)

echo "pkg-config, shared"
$CC $flags "$source/consumer.c" -o shared $(pkg-config --cflags --libs paramod) -lm
LD_LIBRARY_PATH=$libdir ./shared
readelf -d shared | grep -q 'NEEDED.*libparamod' ||
    { echo "libparamod.so is not used"; exit 1; }

echo "pkg-config, static"
mkdir only-static
cp "$libdir/libparamod.a" only-static/
$CC $flags "$source/consumer.c" -o static -Lonly-static \
    $(pkg-config --cflags paramod) \
    $(pkg-config --static --libs-only-l --libs-only-other paramod)
./static
if readelf -d static | grep -q 'NEEDED.*libparamod'; then
    echo "the static program needs libparamod.so"; exit 1
fi

echo "CMake find_package"
cmake -S "$source" -B cmake -DCMAKE_PREFIX_PATH="$prefix" >cmake.log 2>&1 &&
    cmake --build cmake >>cmake.log 2>&1 || { cat cmake.log; exit 1; }
(cd cmake && LD_LIBRARY_PATH=$libdir ctest --output-on-failure)

echo "CMake refuses a version that is not there"
mkdir refused
printf '%s\n' 'cmake_minimum_required(VERSION 3.16)' 'project(refused C)' \
    'find_package(paramod 99.0 REQUIRED)' >refused/CMakeLists.txt
if cmake -S refused -B refused/build -DCMAKE_PREFIX_PATH="$prefix" \
    >refused.log 2>&1; then
    echo "version 99 was accepted"; exit 1
fi
grep -q 'version: *0' refused.log || { cat refused.log; exit 1; }

echo "the command and its manual"
"$prefix/bin/paramod" --version
test -s "$prefix/share/man/man1/paramod.1"
test -s "$prefix/share/man/man3/paramod.3"
test -s "$prefix/share/info/paramod.info"
ls "$prefix"/share/doc/paramod/examples/*.c
