package dev.colophon.etl.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.html.HtmlEncodingDetector;

/** A web page's text in the encoding that it declares, UTF-8 where it declares none. Nothing is guessed. */
final class HtmlPage {

    private HtmlPage() {}

    /** @throws RefusedDocumentException where its bytes are none of that encoding */
    static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Charset encoding = encoding(bytes);
        try {
            return encoding.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedDocumentException("is no " + encoding.name() + " text, which it says it is");
        }
    }

    private static Charset encoding(byte[] bytes) throws IOException {
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        if (bytes.length >= 2 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        Charset declared = new HtmlEncodingDetector().detect(new ByteArrayInputStream(bytes), new Metadata());
        return declared == null ? StandardCharsets.UTF_8 : declared;
    }
}
