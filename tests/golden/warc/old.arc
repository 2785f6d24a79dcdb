filedesc://x.arc 0.0.0.0 20140216050221 text/plain 62
1 0 X
URL IP-address Archive-date Content-type Archive-length

http://h.example/with a space 10.0.0.1 20140216050221 text/html 452
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>From an ARC</title><meta property="og:type" content="article"></head><body><article><h1>From an ARC</h1><p>The harbour board said on Monday that it would sell its six tugs to a buyer it did not name.</p><p>Nobody minded, café owners least of all, as they had never liked the smoke of the old tugs.</p></article></body></html>

http://h.example/x.png 10.0.0.1 20140216050221 image/png 4
PNG!
