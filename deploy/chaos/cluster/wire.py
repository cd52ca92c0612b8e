"""A wire to a server that can go dead: wire.py PORT SERVER_PORT

Hands on what connections say, until SIGUSR1: from then on every segment that arrives is dropped before TCP sees it, on connections
there are and on new ones, at both ends. Nobody is told anything, as when a machine or the network between loses its power. After SIGUSR2
new connections are served; the old stay dead, as when another server took over.
"""
import ctypes
import signal
import socket
import struct
import sys
import threading

SO_ATTACH_FILTER, SO_DETACH_FILTER = 26, 27
DROP = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # a program for the kernel: return 0, keep nothing
PROGRAM = struct.pack("HL", 1, ctypes.addressof(DROP))

listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=128)
served = []


def hand_on(source, target, dead):
    try:
        while data := source.recv(65536):
            if dead.is_set():
                return
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        if not dead.is_set():
            source.close()
            target.close()


def go_dead(*_):
    for connection in [listener, *(end for client, server, dead in served for end in (client, server))]:
        if connection.fileno() >= 0:
            connection.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, PROGRAM)
    for *_, dead in served:
        dead.set()


def serve_new(*_):
    listener.setsockopt(socket.SOL_SOCKET, SO_DETACH_FILTER, 0)


signal.signal(signal.SIGUSR1, go_dead)
signal.signal(signal.SIGUSR2, serve_new)
while True:
    client, _ = listener.accept()
    try:
        server = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
    except OSError:
        client.close()
        continue
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    dead = threading.Event()
    served.append((client, server, dead))
    for source, target in ((client, server), (server, client)):
        threading.Thread(target=hand_on, args=(source, target, dead), daemon=True).start()
