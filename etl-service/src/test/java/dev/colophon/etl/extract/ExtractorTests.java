package dev.colophon.etl.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.etl.extract.Extraction.Extracted;
import dev.colophon.etl.extract.Extraction.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractorTests {

    private static final int MAX_TEXT = 100_000;

    @TempDir
    Path folder;

    private final Extractor extractor = new Extractor(MAX_TEXT, 20 << 20);

    @Test
    void readsPdfWithItsPagesAndWhoMadeIt() throws Exception {
        Extracted document = read(Documents.pdf("Answers are kept\nfor one day.", "Then they are made anew."));

        assertThat(document.type()).isEqualTo("application/pdf");
        assertThat(document.title()).isEqualTo("Caching policy");
        assertThat(document.author()).isEqualTo("Ada Lovelace");
        assertThat(document.createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
        assertThat(document.attributes()).containsEntry("pages", "2");
        assertThat(document.text())
                .isEqualTo("Answers are kept\nfor one day.\n\n## Page 2\n\nThen they are made anew.");
    }

    @Test
    void readsDocxWithHeadingsAndTables() throws Exception {
        Extracted document = read(Documents.docx("Retries", "A failed call waits.", "Then it is tried again."));

        assertThat(document.type()).endsWith("wordprocessingml.document");
        assertThat(document.title()).isEqualTo("Queues, explained");
        assertThat(document.author()).isEqualTo("Grace Hopper");
        assertThat(document.text())
                .isEqualTo("# Retries\n\nA failed call waits.\n\nThen it is tried again.\n\n"
                        + "name | value\nretries | 5");
    }

    @Test
    void readsPptxWithItsSlides() throws Exception {
        Extracted document = read(Documents.pptx("Goals for spring", "What it costs"));

        assertThat(document.type()).endsWith("presentationml.presentation");
        assertThat(document.attributes()).containsEntry("slides", "2");
        assertThat(document.text()).isEqualTo("## Slide 1\n\nGoals for spring\n\n## Slide 2\n\nWhat it costs");
    }

    @Test
    void readsXlsxWithItsSheets() throws Exception {
        Extracted document =
                read(Documents.xlsx("Costs", List.of(List.of("model", "price"), List.of("small", "0.02"))));

        assertThat(document.type()).endsWith("spreadsheetml.sheet");
        assertThat(document.attributes()).containsEntry("sheets", "2");
        assertThat(document.text()).isEqualTo("## Costs\n\nmodel | price\nsmall | 0.02\n\n## Other\n\nelsewhere");
    }

    @Test
    void readsOdt() throws Exception {
        Extracted document = read(Documents.odt(Documents.odtContent(
                "<text:h text:outline-level=\"1\">Structure</text:h><text:p>Go to is harmful.</text:p>")));

        assertThat(document.type()).isEqualTo("application/vnd.oasis.opendocument.text");
        assertThat(document.title()).isEqualTo("Open text");
        assertThat(document.author()).isEqualTo("Edsger");
        assertThat(document.text()).isEqualTo("# Structure\n\nGo to is harmful.");
    }

    @Test
    void readsEpubInTheOrderOfItsSpine() throws Exception {
        Extracted document = read(Documents.epub("<h1>One</h1><p>First.</p>", "<h1>Two</h1><p>Second.</p>"));

        assertThat(document.type()).isEqualTo("application/epub+zip");
        assertThat(document.title()).isEqualTo("A small book");
        assertThat(document.author()).isEqualTo("Barbara");
        assertThat(document.text()).isEqualTo("# One\n\nFirst.\n\n# Two\n\nSecond.");
    }

    @Test
    void readsWebPagesInTheEncodingThatTheyDeclare() throws Exception {
        String page = "<html><head><meta charset=\"iso-8859-1\"><title>Grüße</title><script>x()</script></head>"
                + "<body><h2>Größe</h2><p>ein <b>Wort</b></p><ul><li>eins<li>zwei</ul>"
                + "<pre>int a;\n  b();</pre></body></html>";

        Extracted document = (Extracted) extractor.extract(file(page.getBytes(StandardCharsets.ISO_8859_1)), true);

        assertThat(document.type()).isEqualTo("text/html");
        assertThat(document.title()).isEqualTo("Grüße");
        assertThat(document.text()).isEqualTo("## Größe\n\nein Wort\n\n- eins\n- zwei\n\n```\nint a;\n  b();\n```");
    }

    @Test
    void refusesWebPagesThatAreNotInTheirEncoding() throws Exception {
        Path page = file("<html><p>Größe".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(extractor.extract(page, true))
                .isEqualTo(Refused.unreadable("is no UTF-8 text, which it says it is"));
    }

    @Test
    void survivesElementsThatAreNestedWithoutEnd() throws Exception {
        Path page = file(("<html>" + "<div>".repeat(20_000) + "deep").getBytes(StandardCharsets.UTF_8));

        assertThat(extractor.extract(page, true)).isNotNull();
    }

    @Test
    void refusesWhatAPasswordProtects() throws Exception {
        assertThat(refusal(Documents.pdfWithPassword("secret", "hidden"))).isEqualTo("is protected by a password");
        assertThat(refusal(Documents.docxWithPassword("secret"))).isEqualTo("is protected by a password");
        assertThat(read(Documents.pdfWithPassword("", "shown to all")).text()).isEqualTo("shown to all");
    }

    @Test
    void refusesWhatExpandsTooFar() throws Exception {
        byte[] bomb = Documents.docxBomb(64);

        assertThat(bomb).hasSizeLessThan(1 << 20);
        assertThat(refusal(bomb)).isEqualTo("expands to more than 20 MB");
    }

    @Test
    void followsNoEntity() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String external = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>"
                + Documents.odtContent("<text:p>&e;</text:p>").replaceFirst("<\\?xml.*?\\?>", "");
        String laughs = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>";

        assertThat(refusal(Documents.odt(external))).isEqualTo("defines XML entities, which are not read");
        assertThat(refusal(Documents.withPart(Documents.docx("h"), "word/document.xml", laughs)))
                .isEqualTo("defines XML entities, which are not read");
        String padded = external.replace("<!DOCTYPE", "<!--" + "x".repeat(20_000) + "--><!DOCTYPE");
        assertThat(extractor.extract(file(Documents.odt(padded)), false).toString())
                .doesNotContain("the secret");
    }

    @Test
    void refusesWhatIsDamaged() throws Exception {
        byte[] docx = Documents.docx("h", "text");
        byte[] pdf = Documents.pdf("text");

        assertThat(refusal(Arrays.copyOf(docx, docx.length / 2))).isEqualTo("is damaged: it is no complete ZIP file");
        assertThat(refusal("%PDF-1.7\nnothing else".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("is damaged: it cannot be read as PDF");
        assertThat(refusal(Documents.withPart(docx, "word/document.xml", "<not")))
                .isEqualTo("is damaged: it cannot be read as DOCX");
        assertThat(extractor.extract(file(Arrays.copyOf(pdf, pdf.length - 200)), false))
                .isNotNull();
    }

    @Test
    void namesWhatItDoesNotRead() throws Exception {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

        assertThat(extractor.extract(file(png), false))
                .isEqualTo(Refused.unsupported("is image/png, of which no text is read"));
        assertThat(extractor.extract(file(new byte[] {0, 1, 2, 3}), false))
                .isEqualTo(Refused.unsupported("is application/octet-stream, of which no text is read"));
        byte[] zip = Documents.withPart(Documents.docxBomb(0), "-", "");
        assertThat(extractor.extract(file(zip), false)).isInstanceOf(Refused.class);
    }

    @Test
    void refusesMoreTextThanIsTaken() throws Exception {
        assertThat(refusal(Documents.docx("h", "word ".repeat(30_000))))
                .isEqualTo("holds more than 100000 characters of text");
    }

    private Extracted read(byte[] bytes) throws IOException {
        Extraction extraction = extractor.extract(file(bytes), false);
        assertThat(extraction).isInstanceOf(Extracted.class);
        return (Extracted) extraction;
    }

    private String refusal(byte[] bytes) throws IOException {
        Extraction extraction = extractor.extract(file(bytes), false);
        assertThat(extraction).isInstanceOf(Refused.class);
        return ((Refused) extraction).message();
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "upload", ".txt"), bytes);
    }
}
