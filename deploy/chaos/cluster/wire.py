"""A wire to a server that can go dead: wire.py PORT SERVER_PORT [advertised]

Hands on what connections say, until SIGUSR1: from then on every segment that arrives is dropped before TCP sees it, on connections
there are and on new ones, at both ends. Nobody is told anything, as when a machine or the network between loses its power. After SIGUSR2
new connections are served; the old stay dead, as when another server took over. "advertised" is for a broker, which tells its clients where to
find it: they are told of the wire.
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

PORT, SERVER_PORT = int(sys.argv[1]), int(sys.argv[2])
# as Kafka's answers write a broker: its host, then its port in four bytes
TOLD, INSTEAD = (b"127.0.0.1" + struct.pack(">i", port) for port in (SERVER_PORT, PORT))
if "advertised" not in sys.argv:
    INSTEAD = TOLD

listener = socket.create_server(("127.0.0.1", PORT), backlog=128)
served = []


def hand_on(source, target, dead):
    try:
        while data := source.recv(65536):
            if dead.is_set():
                return
            target.sendall(data.replace(TOLD, INSTEAD))
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
        server = socket.create_connection(("127.0.0.1", SERVER_PORT))
    except OSError:
        client.close()
        continue
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    dead = threading.Event()
    served.append((client, server, dead))
    for source, target in ((client, server), (server, client)):
        threading.Thread(target=hand_on, args=(source, target, dead), daemon=True).start()
