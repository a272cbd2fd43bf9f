#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# hostile.py FOLDER: web servers on loopback that do what no web server should, for those who fetch from them.  Makes
# certificates in FOLDER, prints a line "NAME PORT" for each server, then "ready", and serves until it is ended or its
# standard input is closed.
#
#   plain    http; each path below is one misbehaviour
#   pin before ca stranger expired elsewhere    https, the same paths, by the certificate of that name
#   old      https of TLS 1.1, and nothing newer
#   deaf     takes connections and says nothing
#   noise    answers with bytes that are neither TLS nor HTTP
import os, socket, ssl, subprocess, sys, threading, time

folder = sys.argv[1]
ports = {}
seen = []
lock = threading.Lock()


def openssl(*arguments):
    subprocess.run(("openssl",) + arguments, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(name, address="IP:127.0.0.1", *more):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", name + ".key",
            "-out", name + ".pem", "-subj", "/CN=" + name, "-addext", "subjectAltName=" + address,
            "-addext", "basicConstraints=critical,CA:FALSE", "-addext", "extendedKeyUsage=serverAuth", *more)


def make_all():
    for name in ("pin", "before", "stranger"):
        make(name)
    make("elsewhere", "DNS:elsewhere.example.jp")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "root.key",
            "-out", "root.pem", "-subj", "/CN=root", "-addext", "basicConstraints=critical,CA:TRUE")
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "ca.key",
            "-out", "ca.csr", "-subj", "/CN=ca")
    with open(folder + "/ca.ext", "w") as file:
        file.write("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n")
    openssl("x509", "-req", "-in", "ca.csr", "-CA", "root.pem", "-CAkey", "root.key", "-extfile", "ca.ext", "-days", "9",
            "-out", "ca.pem")
    # Valid until yesterday, which "req" of OpenSSL 3.0 cannot say.
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "expired.key",
            "-out", "expired.csr", "-subj", "/CN=expired")
    open(folder + "/index.txt", "w").close()
    with open(folder + "/expired.cnf", "w") as file:
        file.write("[ca]\ndefault_ca=x\n[x]\ndatabase=index.txt\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\n"
                   "policy=p\nemail_in_dn=no\n[p]\ncommonName=supplied\n")
    openssl("ca", "-batch", "-config", "expired.cnf", "-selfsign", "-in", "expired.csr", "-keyfile", "expired.key",
            "-startdate", "20200101000000Z", "-enddate", "20200102000000Z", "-extfile", "ca.ext", "-notext",
            "-out", "expired.pem")


PAGE = b"\r\n<!DOCTYPE html><html><title>Welcome to Hotel Sunset</title></html>"
# page/KIND: a network that answers in place of everybody.
PAGES = {
    "html": ("200 OK", PAGE, "Content-Type: text/html; charset=UTF-8"),
    "untold": ("200 OK", b"\xef\xbb\xbf" + PAGE),
    "script": ("200 OK", b"location = '/login'", "Content-Type: text/html"),
    "empty": ("200 OK", b"", "Content-Type: text/html"),
    "large": ("200 OK", PAGE * 1000, "Content-Type: text/html"),
    "login": ("511 Network Authentication Required", PAGE, "Content-Type: text/html"),
    # and these are files, whatever they are called
    "called": ("200 OK", b"who\n-----BEGIN PKCS7-----\nare you", "Content-Type: text/html"),
    "damaged": ("200 OK", b"who are you", "Content-Type: application/octet-stream"),
}


def send(peer, text):
    peer.sendall(text.encode() if isinstance(text, str) else text)


def answer(peer, status, body=b"", *headers):
    lines = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body), *headers, "", ""]
    send(peer, "\r\n".join(lines).encode() + body)


def redirect(peer, where, status="302 Found"):
    answer(peer, status, b"", "Location: " + where)


def flood(peer, what, pause=0.0):
    while True:
        send(peer, what)
        time.sleep(pause)


def read_request(peer):
    head = b""
    while b"\r\n\r\n" not in head:
        more = peer.recv(65536)
        if not more:
            return None
        head += more
    head, body = head.split(b"\r\n\r\n", 1)
    lines = head.decode("latin-1").split("\r\n")
    fields = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in lines[1:]}
    while len(body) < int(fields.get("content-length", 0)):
        more = peer.recv(65536)
        if not more:
            return None
        body += more
    method, path, _ = lines[0].split(" ")
    return method, path, fields, body


def put(peer, path, body):
    with lock:
        seen.append(body)
    parts = path.strip("/").split("/")  # put/STATUS[/large]
    if path == "/put/page":
        answer(peer, "200 OK", PAGE, "Content-Type: text/html; charset=UTF-8")
    elif parts[1].isdigit():
        answer(peer, parts[1] + " So", b"<html>" + b"x" * (1024 * 1024 if len(parts) > 2 else 0))
    elif path == "/put/moved":
        redirect(peer, "/put/yes", "308 Permanent Redirect")
    elif path == "/put/secure":
        redirect(peer, "https://127.0.0.1:%d/put/yes" % ports["pin"], "307 Temporary Redirect")
    elif path == "/put/cut":  # less than was promised
        send(peer, "HTTP/1.1 201 Created\r\nContent-Length: 100\r\n\r\ntaken")
    elif path == "/put/left":  # without a farewell
        send(peer, "HTTP/1.0 201 Created\r\n\r\n")
    elif path == "/put/half":
        send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>")
    else:
        answer(peer, "201 Created")


def get(peer, path, fields, name):
    parts = path.split("?")[0].strip("/").split("/")
    kind = parts[0]
    if kind == "index":
        answer(peer, "200 OK", b"who are you\0\n")
    elif kind == "page":
        answer(peer, *PAGES[parts[1]])
    elif kind == "asked":
        answer(peer, "200 OK", ("%s %s" % (path, fields.get("cache-control"))).encode())
    elif kind == "put":  # what was put here last
        with lock:
            answer(peer, "200 OK", seen[-1] if seen else b"nothing")
    elif kind == "size":
        answer(peer, "200 OK", b"x" * int(parts[1]))
    elif kind == "endless":
        send(peer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        flood(peer, b"x" * 65536)
    elif kind == "promised":
        send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\n")
        flood(peer, b"x" * 65536)
    elif kind == "pieces":
        send(peer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        flood(peer, b"400\r\n" + b"x" * 1024 + b"\r\n")
    elif kind == "lie":
        send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n")
        flood(peer, b"400\r\n" + b"x" * 1024 + b"\r\n")
    elif kind == "short":
        send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")
    elif kind == "torn":
        send(peer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\nonly this")
    elif kind == "drip":
        send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        flood(peer, b"x", 0.2)
    elif kind == "steady":  # never slow enough to be called stalled, and never at its end
        send(peer, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        flood(peer, b"x" * 50, 0.1)
    elif kind == "silent":
        time.sleep(3600)
    elif kind == "hangup":
        pass
    elif kind == "heads":
        send(peer, "HTTP/1.1 200 OK\r\n")
        flood(peer, "X-More: and more and more and more\r\n" * 100)
    elif kind == "onehead":
        send(peer, "HTTP/1.1 200 OK\r\nX: ")
        flood(peer, b"x" * 65536)
    elif kind == "continue":
        flood(peer, "HTTP/1.1 100 Continue\r\n\r\n" * 100)
    elif kind == "bare":
        send(peer, "no head at all\n")
    elif kind == "status":
        answer(peer, parts[1] + " So", b"a page that nobody asked for")
    elif kind == "loop":
        redirect(peer, "/loop")
    elif kind == "hops":
        redirect(peer, "/hops/%d" % (int(parts[1]) - 1) if int(parts[1]) > 1 else "/index", "301 Moved")
    elif kind == "to":  # to/NAME/PATH of another server here
        scheme = "http" if parts[1] == "plain" else "https"
        redirect(peer, "%s://127.0.0.1:%d/%s" % (scheme, ports[parts[1]], "/".join(parts[2:])))
    elif kind == "lead":
        where = {"file": "file:///etc/passwd", "ftp": "ftp://127.0.0.1/", "gopher": "gopher://127.0.0.1:1/x",
                 "user": "http://me:secret@127.0.0.1:%d/index" % ports["plain"], "nowhere": "http://",
                 "odd": "http://127.0.0.1:%d/a b\x01" % ports["plain"]}
        redirect(peer, where[parts[1]])
    else:
        answer(peer, "404 Not Found", b"no")


def talk(peer, name):
    while True:
        asked = read_request(peer)
        if asked is None:
            return
        method, path, fields, body = asked
        if method == "PUT":
            put(peer, path, body)
            if path in ("/put/cut", "/put/left", "/put/half"):
                return
        else:
            get(peer, path, fields, name)
            if path.strip("/").split("/")[0] in ("short", "torn", "hangup", "bare"):
                return


def serve(peer, name, context):
    try:
        if context:
            peer = context.wrap_socket(peer, server_side=True)
        if name == "noise":
            send(peer, bytes(range(256)) * 4)
        elif name == "deaf":
            time.sleep(3600)
        else:
            talk(peer, name)
    except OSError:
        pass
    finally:
        peer.close()


def accept(listener, name, context):
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=serve, args=(peer, name, context), daemon=True).start()


def context_of(name):
    if name in ("plain", "deaf", "noise"):
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if name == "old":
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
        name = "pin"
    context.load_cert_chain(folder + "/" + name + ".pem", folder + "/" + name + ".key")
    return context


def main():
    make_all()
    for name in ("plain", "pin", "before", "ca", "stranger", "expired", "elsewhere", "old", "deaf", "noise"):
        listener = socket.create_server(("127.0.0.1", 0))
        ports[name] = listener.getsockname()[1]
        threading.Thread(target=accept, args=(listener, name, context_of(name)), daemon=True).start()
        print(name, ports[name])
    print("ready", flush=True)
    sys.stdin.read()
    os._exit(0)


main()
