package dev.colophon.ai.local.embedding.graph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads a protobuf message field by field, without knowing its schema and without copying. */
final class ProtoReader {

    private final ByteBuffer message;
    private int field;
    private long number;
    private ByteBuffer bytes;

    /** @param message from its position to its limit; positions stay those of the file it is a view of */
    ProtoReader(ByteBuffer message) {
        this.message = message.duplicate();
        this.bytes = message.duplicate();
    }

    /** Goes on to the next field; false at the end. */
    boolean next() {
        if (!message.hasRemaining()) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        switch ((int) (tag & 7)) {
            case 0 -> number = varint();
            case 1 -> skip(8);
            case 2 -> {
                int length = Math.toIntExact(varint());
                bytes = message.duplicate();
                bytes.limit(message.position() + length);
                skip(length);
            }
            case 5 -> skip(4);
            default -> throw new IllegalArgumentException("not protobuf: wire type " + (tag & 7));
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() {
        return number;
    }

    ByteBuffer bytes() {
        return bytes.duplicate();
    }

    ProtoReader message() {
        return new ProtoReader(bytes);
    }

    String text() {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    private void skip(int length) {
        message.position(message.position() + length);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("not protobuf: a number without end");
    }
}
