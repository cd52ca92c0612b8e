package dev.colophon.etl.upload;

import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Reads the bytes of an uploaded text file: UTF-8, or UTF-16 where a byte order mark says so. */
final class TextFile {

    private static final int BOM = 0xfeff;

    private TextFile() {}

    /**
     * The text, without byte order mark.
     *
     * @throws ProblemException {@code 415} for binary data, {@code 422} for bytes that are no text in their encoding and
     *     for texts that say nothing
     */
    static String read(byte[] bytes) {
        Charset encoding = encoding(bytes);
        CharsetDecoder decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw refused("is no " + encoding.name() + " text: see byte " + in.position());
        }
        String text = out.flip().toString();
        if (text.indexOf('\u0000') >= 0) {
            throw ProblemException.unsupportedMediaType("The file is binary: it holds NUL characters");
        }
        if (!text.isEmpty() && text.charAt(0) == BOM) {
            text = text.substring(1);
        }
        return requireSaying(text);
    }

    /** @throws ProblemException {@code 422} for a text without a visible character */
    static String requireSaying(String text) {
        if (text.codePoints().allMatch(TextFile::saysNothing)) {
            throw refused("must not be empty or blank");
        }
        return text;
    }

    /** A document that cannot be read, and why. */
    static ProblemException refused(String message) {
        return ProblemException.unprocessable("The document cannot be read", new FieldError("file", message));
    }

    /** White space of every kind, and characters that are not seen. */
    private static boolean saysNothing(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static Charset encoding(byte[] bytes) {
        return switch (FileLook.byteOrder(bytes)) {
            case BIG -> StandardCharsets.UTF_16BE;
            case LITTLE -> StandardCharsets.UTF_16LE;
            case NONE -> StandardCharsets.UTF_8;
        };
    }
}
