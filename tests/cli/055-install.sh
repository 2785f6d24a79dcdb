#!/bin/sh
# What make install puts where, and that other programs find the library.
. "$NEWSDEX_SOURCE/tests/cli/lib.sh" || exit 99

[ -f "$NEWSDEX_BUILD/Makefile" ] || skip_all 'not in a build tree'
prefix=$(sed -n 's/^prefix = //p' "$NEWSDEX_BUILD/Makefile")
unset MAKEFLAGS MFLAGS MAKELEVEL DESTDIR
make -s -C "$NEWSDEX_BUILD" install DESTDIR="$work/root" >install.out 2>&1
status=$?
[ $status -eq 0 ] || note "$(tail -n 5 install.out)"
result $status 'make install'
root=$work/root$prefix

for file in bin/newsindex bin/newsquery include/newsdex.h lib/libnewsdex.so lib/pkgconfig/newsdex.pc \
	share/man/man1/newsindex.1 share/man/man1/newsquery.1 share/man/man5/newsdex-json.5 \
	share/man/man7/newsdex-query.7 share/bash-completion/completions/newsquery \
	share/zsh/site-functions/_newsquery share/fish/vendor_completions.d/newsquery.fish; do
	[ -s "$root/$file" ]
	result $? "$file is there"
done
for engine in $engines; do
	[ "$engine" = segment ] || ok "the $engine module is there" test -s "$root/lib/newsdex/newsdex-$engine.so"
done

PKG_CONFIG_PATH=$root/lib/pkgconfig
PKG_CONFIG_SYSROOT_DIR=$work/root
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR
if command -v pkg-config >/dev/null && command -v cc >/dev/null; then
	printf '#include <newsdex.h>\nint main(void) { return newsdex_version() == 0; }\n' >program.c
	# shellcheck disable=SC2046
	ok 'a program is compiled with newsdex.pc' cc $(pkg-config --cflags newsdex) -Wall -Werror -c program.c
	like "$(pkg-config --libs newsdex)" '*-lnewsdex*' 'and told what to link'
else
	skip 'no pkg-config or compiler'
fi
