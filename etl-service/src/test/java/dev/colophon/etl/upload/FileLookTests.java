package dev.colophon.etl.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FileLookTests {

    @Test
    void believesBytesAndNotNames() {
        assertThat(look("%PDF-1.7 ...", "notes.md")).isEqualTo(FileLook.BINARY);
        assertThat(look("PK\u0003\u0004...", "notes.txt")).isEqualTo(FileLook.BINARY);
        assertThat(look("<!DOCTYPE html><p>x", "notes.txt")).isEqualTo(FileLook.PAGE);
        assertThat(look("BEGIN:VCALENDAR\r\nVERSION:2.0", "notes.pdf")).isEqualTo(FileLook.CALENDAR);
        assertThat(look("just words", "report.pdf")).isEqualTo(FileLook.TEXT);
        assertThat(look("{\\rtf1 words}", "notes.txt")).isEqualTo(FileLook.BINARY);
        assertThat(look("words\0more", "notes.txt")).isEqualTo(FileLook.BINARY);
    }

    @Test
    void tellsMarkdownThatBeginsWithATagFromAPieceOfAPage() {
        String piece = "<p align=\"center\">Title</p>\n\n# More";

        assertThat(look(piece, "README.md")).isEqualTo(FileLook.TEXT);
        assertThat(look(piece, "README.html")).isEqualTo(FileLook.PAGE);
        assertThat(look("no tag at all", "README.html")).isEqualTo(FileLook.TEXT);
    }

    @Test
    void looksBehindWhatMayStandBeforeAPage() {
        assertThat(look("\ufeff \n<?xml version=\"1.0\"?>\n<!-- <p> -->\n<HTML lang=en>", "x"))
                .isEqualTo(FileLook.PAGE);
        assertThat(look("\ufeff<html>", "x", StandardCharsets.UTF_16LE)).isEqualTo(FileLook.PAGE);
        assertThat(look("\ufeffwords", "x", StandardCharsets.UTF_16BE)).isEqualTo(FileLook.TEXT);
        assertThat(look("<?xml version=\"1.0\"?><svg/>", "x")).isEqualTo(FileLook.TEXT);
    }

    @Test
    void isQuickWithHostileBeginnings() {
        assertThat(look(" \n".repeat(4_000), "x.html")).isEqualTo(FileLook.TEXT);
        assertThat(look("<a".repeat(4_000), "x.html")).isEqualTo(FileLook.TEXT);
        assertThat(look("<!--".repeat(2_000), "x.html")).isIn(FileLook.TEXT, FileLook.PAGE);
        assertThat(look("<!-- -->".repeat(1_000), "x.html")).isIn(FileLook.TEXT, FileLook.PAGE);
    }

    private static FileLook look(String text, String name) {
        return look(text, name, StandardCharsets.UTF_8);
    }

    private static FileLook look(String text, String name, Charset encoding) {
        return FileLook.of(text.getBytes(encoding), name);
    }
}
