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
        if (text.codePoints().allMatch(TextFile::saysNothing)) {
            throw refused("must not be empty or blank");
        }
        return text;
    }

    /** White space of every kind, and characters that are not seen. */
    private static boolean saysNothing(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static Charset encoding(byte[] bytes) {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return StandardCharsets.UTF_8;
    }

    private static ProblemException refused(String message) {
        return ProblemException.unprocessable("The document cannot be read", new FieldError("file", message));
    }
}
