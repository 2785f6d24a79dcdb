#!/usr/bin/env python3
"""Makes small archives of many kinds, the seeds of fuzz_unpack: seeds_unpack.py FOLDER."""
import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import zipfile

TEXT = b'{"title": "A bridge opens", "body": "The harbour bridge opened on Monday."}\n' * 3


def tar(mode, kind):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=kind) as archive:
        for name in "news/a.json", "news/" + ("b" * 60 + "/") * 2 + "c":
            member = tarfile.TarInfo(name)
            member.size = len(TEXT)
            archive.addfile(member, io.BytesIO(TEXT))
        link = tarfile.TarInfo("link")
        link.type = tarfile.SYMTYPE
        link.linkname = "news/a.json"
        archive.addfile(link)
    return out.getvalue()


def zipped(method):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.json", TEXT)
        archive.writestr("inner.gz", gzip.compress(TEXT, mtime=0))
    return out.getvalue()


def main():
    folder = sys.argv[1]
    os.makedirs(folder, exist_ok=True)
    seeds = {
        "gz": gzip.compress(TEXT, mtime=0) * 2, "bz2": bz2.compress(TEXT), "xz": lzma.compress(TEXT),
        "Z": b"\x1f\x9d\x90" + bytes((0x61, 0xc4, 0x8c, 0x29, 0x03)),
        "zst": b"\x28\xb5\x2f\xfd\x20\x05\x29\x00\x00hello",
        "lz4": b"\x04\x22\x4d\x18\x60\x40\x82\x05\x00\x00\x80hello\x00\x00\x00\x00",
        "cpio": b"070707" + b"000000" * 2 + b"100644" + b"000000" * 3 + b"000000" + b"00000000000" + b"000002" + b"00000000005" + b"a\0hello",
    }
    for name, kind in ("ustar", tarfile.USTAR_FORMAT), ("gnu", tarfile.GNU_FORMAT), ("pax", tarfile.PAX_FORMAT):
        seeds[name] = tar("w", kind)
    seeds["tgz"] = tar("w:gz", tarfile.USTAR_FORMAT)
    for name, method in ("stored", zipfile.ZIP_STORED), ("zip", zipfile.ZIP_DEFLATED), ("bzip", zipfile.ZIP_BZIP2), ("lzma", zipfile.ZIP_LZMA):
        seeds[name] = zipped(method)
    for name, seed in seeds.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(seed)


main()
