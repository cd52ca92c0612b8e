package dev.colophon.etl.extract;

import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.extract.Extraction.Refused;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How outcomes travel between the two processes. No object serialisation: what comes back is data and nothing else. */
final class Frames {

    private static final int ABSENT = -1;
    private static final int LARGEST = 128 << 20;

    private Frames() {}

    static void write(DataOutputStream out, Extraction extraction) throws IOException {
        if (extraction instanceof Extracted document) {
            out.writeByte('E');
            write(out, document.type());
            write(out, document.title());
            write(out, document.author());
            write(
                    out,
                    document.createdAt() == null ? null : document.createdAt().toString());
            out.writeInt(document.attributes().size());
            for (Map.Entry<String, String> attribute : document.attributes().entrySet()) {
                write(out, attribute.getKey());
                write(out, attribute.getValue());
            }
            write(out, document.text());
        } else if (extraction instanceof Refused refused) {
            out.writeByte('R');
            out.writeBoolean(refused.supported());
            write(out, refused.message());
        }
        out.flush();
    }

    /** @throws IOException where the other side has ended or says what nobody understands */
    static Extraction read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case 'E' -> {
                String type = text(in);
                String title = read(in, LARGEST);
                String author = read(in, LARGEST);
                String created = read(in, LARGEST);
                yield new Extracted(
                        type, title, author, created == null ? null : Instant.parse(created), attributes(in), text(in));
            }
            case 'R' -> new Refused(in.readBoolean(), text(in));
            default -> throw new IOException("not an outcome");
        };
    }

    private static Map<String, String> attributes(DataInputStream in) throws IOException {
        Map<String, String> attributes = new LinkedHashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            attributes.put(text(in), text(in));
        }
        return attributes;
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(ABSENT);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        String text = read(in, LARGEST);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }

    private static @Nullable String read(DataInputStream in, int largest) throws IOException {
        int length = in.readInt();
        if (length == ABSENT) {
            return null;
        }
        if (length < 0 || length > largest) {
            throw new IOException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
