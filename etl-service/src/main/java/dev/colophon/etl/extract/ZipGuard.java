package dev.colophon.etl.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Expands a compressed document once, to nowhere, before anybody parses it: sizes are counted and not believed. Refuses
 * what expands too far, and XML that defines entities, which no office program writes and no parser here would follow.
 */
final class ZipGuard {

    private static final int MOST_ENTRIES = 20_000;
    private static final int PROLOGUE = 16 << 10;

    private final long maxExpanded;

    ZipGuard(long maxExpanded) {
        this.maxExpanded = maxExpanded;
    }

    /** @throws RefusedDocumentException saying what is wrong */
    void check(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw new RefusedDocumentException("holds more than " + MOST_ENTRIES + " parts");
            }
            long left = maxExpanded;
            byte[] buffer = new byte[64 << 10];
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                left = expanded(zip, entry, buffer, left);
            }
        } catch (ZipException e) {
            throw new RefusedDocumentException("is damaged: it is no complete ZIP file");
        }
    }

    private long expanded(ZipFile zip, ZipEntry entry, byte[] buffer, long allowed) throws IOException {
        long left = allowed;
        try (InputStream in = zip.getInputStream(entry)) {
            if (isXml(entry.getName())) {
                byte[] prologue = in.readNBytes(PROLOGUE);
                left -= prologue.length;
                refuseEntities(prologue);
            }
            for (int read = in.read(buffer); read > 0 && left >= 0; read = in.read(buffer)) {
                left -= read;
            }
        }
        if (left < 0) {
            throw new RefusedDocumentException("expands to more than " + (maxExpanded >> 20) + " MB");
        }
        return left;
    }

    private static void refuseEntities(byte[] prologue) {
        String text = new String(prologue, StandardCharsets.ISO_8859_1).replace("\0", ""); // UTF-16 looks the same then
        if (text.contains("<!ENTITY")) {
            throw new RefusedDocumentException("defines XML entities, which are not read");
        }
    }

    private static boolean isXml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith("ml") || lower.endsWith(".rels") || lower.endsWith(".opf") || lower.endsWith(".ncx");
    }
}
