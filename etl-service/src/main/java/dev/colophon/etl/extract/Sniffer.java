package dev.colophon.etl.extract;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.tika.detect.microsoft.ooxml.OPCPackageDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.detect.zip.OpenDocumentDetector;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;

/** Says what a file is by its bytes alone. */
final class Sniffer {

    static final String PDF = "application/pdf";

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] OLE = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
    private static final int HEAD = 1_024;

    private final ZipGuard guard;

    Sniffer(ZipGuard guard) {
        this.guard = guard;
    }

    /**
     * The media type.
     *
     * @throws RefusedDocumentException for containers that are not to be opened
     */
    String type(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        if (new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
            return PDF;
        }
        if (startsWith(head, OLE)) {
            throw oleRefused(file);
        }
        return startsWith(head, ZIP) ? zipped(file) : named(file);
    }

    private String zipped(Path file) throws IOException {
        guard.check(file);
        DefaultZipContainerDetector detector =
                new DefaultZipContainerDetector(List.of(new OPCPackageDetector(), new OpenDocumentDetector()));
        try (TikaInputStream in = TikaInputStream.get(file)) {
            return detector.detect(in, new Metadata()).getBaseType().toString();
        }
    }

    /** Office documents that a password protects, and those of Office 97 to 2003, share a container. */
    private static RefusedDocumentException oleRefused(Path file) {
        try (POIFSFileSystem container = new POIFSFileSystem(file.toFile(), true)) {
            if (container.getRoot().hasEntry("EncryptedPackage")) {
                return new RefusedDocumentException("is protected by a password");
            }
            return new RefusedDocumentException(
                    "is in the binary format of Office 97 to 2003: save it as DOCX, PPTX or XLSX", false);
        } catch (IOException | RuntimeException e) {
            return new RefusedDocumentException("is damaged: it is no complete Office document");
        }
    }

    private static String named(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            String type =
                    MimeTypes.getDefaultMimeTypes().detect(in, new Metadata()).toString();
            if (type.equals("text/plain")) { // who asks has seen that it is none that can be read
                throw new RefusedDocumentException("is binary: it holds NUL characters", false);
            }
            return type;
        }
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
