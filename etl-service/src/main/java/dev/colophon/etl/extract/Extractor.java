package dev.colophon.etl.extract;

import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.extract.Extraction.Refused;
import dev.colophon.etl.extract.StructuredText.Division;
import dev.colophon.etl.extract.StructuredText.TextLimitException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.ZeroByteFileException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Reads one document after another; each gives an outcome, whatever is wrong with it. */
final class Extractor {

    private static final String OOXML = "application/vnd.openxmlformats-officedocument.";
    private static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

    /** A way to read documents. */
    private record Reading(Parser parser, String name, Division division) {}

    private final int maxText;
    private final Sniffer sniffer;

    Extractor(int maxText, long maxExpanded) {
        this.maxText = maxText;
        this.sniffer = new Sniffer(new ZipGuard(maxExpanded));
    }

    /** @param page whether the file is a web page, which bytes do not always tell */
    Extraction extract(Path file, boolean page) {
        String name = "document";
        try {
            if (page) {
                return page(file);
            }
            String type = sniffer.type(file);
            Reading reading = reading(type);
            name = reading.name();
            return read(file, type, reading);
        } catch (RefusedDocumentException e) {
            return e.refusal();
        } catch (TextLimitException e) {
            return tooLong();
        } catch (StackOverflowError e) {
            return Refused.unreadable("is nested too deeply");
        } catch (IOException | SAXException | TikaException | RuntimeException e) {
            return failed(name, e);
        }
    }

    private Extraction page(Path file) throws IOException, SAXException {
        StructuredText text = new StructuredText(Division.NONE, maxText);
        Metadata metadata = new Metadata();
        new JSoupParser().parseString(HtmlPage.read(file), text, metadata, Limits.context(new Embedded()));
        return extracted("text/html", metadata, text, Map.of());
    }

    private Extraction read(Path file, String type, Reading reading) throws IOException, SAXException, TikaException {
        StructuredText text = new StructuredText(reading.division(), maxText);
        Metadata metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, type);
        Embedded embedded = new Embedded();
        try (TikaInputStream in = TikaInputStream.get(file)) {
            reading.parser().parse(in, text, metadata, Limits.context(embedded));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        if (reading.division() != Division.NONE && text.divisions() > 0) {
            attributes.put(reading.division().name().toLowerCase(Locale.ROOT) + "s", "" + text.divisions());
        }
        if (embedded.count() > 0) {
            attributes.put("embedded", "" + embedded.count());
        }
        return extracted(type, metadata, text, attributes);
    }

    private static Extracted extracted(
            String type, Metadata metadata, StructuredText text, Map<String, String> attributes) {
        String title = said(metadata.get(TikaCoreProperties.TITLE));
        return new Extracted(
                type,
                title == null ? text.firstHeading() : title,
                said(metadata.get(TikaCoreProperties.CREATOR)),
                instant(metadata),
                attributes,
                text.text());
    }

    private Reading reading(String type) {
        if (type.equals(Sniffer.PDF)) {
            return new Reading(new PDFParser(), "PDF", Division.PAGE);
        }
        if (type.equals("application/epub+zip")) {
            return new Reading(new EpubParser(), "EPUB", Division.NONE);
        }
        if (type.startsWith(OPEN_DOCUMENT) && !type.contains("formula") && !type.contains("chart")) {
            return new Reading(new OpenDocumentParser(), "OpenDocument", Division.NONE);
        }
        if (type.startsWith(OOXML + "word") || type.startsWith("application/vnd.ms-word.")) {
            return new Reading(new OOXMLParser(), "DOCX", Division.NONE);
        }
        if (type.startsWith(OOXML + "presentation") || type.startsWith("application/vnd.ms-powerpoint.")) {
            return new Reading(new OOXMLParser(), "PPTX", Division.SLIDE);
        }
        if (type.startsWith(OOXML + "spreadsheet") || type.startsWith("application/vnd.ms-excel.sheet.macroenabled")) {
            return new Reading(new OOXMLParser(), "XLSX", Division.SHEET);
        }
        throw new RefusedDocumentException("is " + type + ", of which no text is read", false);
    }

    private Refused tooLong() {
        return Refused.unreadable("holds more than " + maxText + " characters of text");
    }

    /** Parsers wrap what went wrong, some several times. */
    private Refused failed(String name, Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof RefusedDocumentException refused) {
                return refused.refusal();
            }
            if (cause instanceof TextLimitException) {
                return tooLong();
            }
            if (cause instanceof EncryptedDocumentException
                    || cause instanceof org.apache.poi.EncryptedDocumentException) {
                return Refused.unreadable("is protected by a password");
            }
            if (cause instanceof ZeroByteFileException) {
                return Refused.unreadable("must not be empty or blank");
            }
            cause = cause.getCause();
        }
        return Refused.unreadable("is damaged: it cannot be read as " + name);
    }

    private static @Nullable Instant instant(Metadata metadata) {
        Date created = metadata.getDate(TikaCoreProperties.CREATED);
        return created == null ? null : created.toInstant();
    }

    private static @Nullable String said(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
